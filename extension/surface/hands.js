// The reader's hands: what they do in the page that failed, which is then not to be taken from them, and what they do in what we
// show, which is none of the page's business. What presses on our buttons mean is told in press.js.

import { drawnWith } from './drawn.js';
import { dialog, host } from './page.js';
import { keyDown, keyUp, pressed, wasSeen } from './press.js';
import { tell } from './talk.js';

/** The keys that scroll. */
const SCROLLING = ['PageDown', 'PageUp', 'ArrowDown', 'ArrowUp', 'End', 'Home', ' '];

/** What tells that the reader has begun to do something in the page. */
const BEGINNINGS = ['input', 'keydown', 'wheel', 'touchmove', 'pointerdown'];

/** What hands and the focus do, beside pressing. */
const BY_HAND = [
  'keydown', 'keypress', 'keyup', 'wheel', 'touchstart', 'touchmove', 'touchend', 'contextmenu', 'auxclick', 'dblclick',
  'focus', 'blur', 'focusin', 'focusout', 'selectstart', 'dragstart',
  ...['down', 'up', 'move', 'over', 'out'].flatMap((what) => [`pointer${what}`, `mouse${what}`]),
];

/** Until the reader has begun to do something in the page. */
const untouched = new AbortController();

/**
 * Hears what the reader does, in the page and in what we show. May be called again: a page that is written anew forgets who
 * listens.
 */
export function hearHands() {
  const before = { capture: true, passive: true, signal: untouched.signal };
  for (const kind of BEGINNINGS) document.addEventListener(kind, notice, before);
  for (const kind of BY_HAND) window.addEventListener(kind, keep, { capture: true, passive: kind !== 'keydown' });
  window.addEventListener('click', press, { capture: true });
}

/**
 * Says once that the reader has begun to type or to scroll in the page itself, which is not to be taken from them then.
 * @param {Event} event
 */
function notice(event) {
  if (!event.isTrusted || event.target === host) return;
  if (event.type === 'keydown' && !SCROLLING.includes(/** @type {KeyboardEvent} */ (event).key)) return;
  if (event.type === 'pointerdown' && !onScrollBar(/** @type {PointerEvent} */ (event))) return;
  untouched.abort();
  tell({ kind: 'engaged' });
}

/**
 * Whether a press is on the page's own scroll bar: beside all that it shows.
 * @param {PointerEvent} event
 */
function onScrollBar({ clientX, clientY }) {
  const shown = document.scrollingElement; // Without a doctype that is the body, and the root may end above the window's end.
  return !!shown && (clientX >= shown.clientWidth || clientY >= shown.clientHeight);
}

/** Whether the last key was one that presses. */
let keyed = false;

/**
 * Keeps what the reader does in what we show from the page, which could keep it from us, as pages do that forbid keys; in Firefox
 * every such event hands it the element that it came from. On the window, only what listened before us hears it earlier.
 * @param {Event} event
 */
function keep(event) {
  if (!host || event.target !== host || !event.isTrusted) return;
  event.stopImmediatePropagation();
  if (event.type === 'keyup' || event.type === 'focusout') keyUp();
  if (event.type !== 'keydown') return;
  const key = /** @type {KeyboardEvent} */ (event);
  keyed = key.key === 'Enter' || key.key === ' ';
  keyDown(key, dialog);
}

/**
 * A press is heard where it was made, since only there is known on what; Firefox tells it here too. Where it does not come so
 * far, it is looked for.
 * @param {MouseEvent} event
 */
function press(event) {
  if (!host || event.target !== host || !event.isTrusted) return;
  const root = /** @type {ShadowRoot} */ (dialog.getRootNode());
  const { originalTarget } = /** @type {MouseEvent & { originalTarget?: Element }} */ (event);
  if (originalTarget?.getRootNode() === root) {
    event.stopImmediatePropagation();
    return pressed(event, originalTarget);
  }
  // What presses without a hand and without a key, as a screen reader does, need not be where the focus is.
  const on = event.detail > 0 ? root.elementFromPoint(event.clientX, event.clientY) : keyed ? root.activeElement : null;
  keyed = false;
  setTimeout(() => {
    if (!wasSeen(event)) pressed(event, on);
    if (event.defaultPrevented && on) follow(on);
  });
}

/**
 * What browsers do at a press by themselves, unless the page forbids it.
 * @param {Element} on
 */
function follow(on) {
  const link = on.closest('a');
  const { href, target } = link ? drawnWith(link) : {};
  if (href) window.open(href, target ?? '_self', 'noopener,noreferrer');
  const fold = on.closest('summary')?.parentElement;
  if (fold instanceof HTMLDetailsElement) fold.open = !fold.open;
}
