// The reader's hands: what they do in the page that failed, which is then not to be taken from them, and what they do in what we
// show, which is none of the page's business. What presses on our buttons mean is told in press.js.

import { dialog, host } from './page.js';
import { keyDown, keyUp, pressed, wasSeen } from './press.js';
import { tell } from './talk.js';

/** The keys that scroll. */
const SCROLLING = ['PageDown', 'PageUp', 'ArrowDown', 'ArrowUp', 'End', 'Home', ' '];

/**
 * Whether a press is on the page's own scroll bar: beside all that it shows.
 * @param {PointerEvent} event
 */
function onScrollBar({ clientX, clientY }) {
  const shown = document.scrollingElement; // Without a doctype that is the body, and the root may end above the window's end.
  return !!shown && (clientX >= shown.clientWidth || clientY >= shown.clientHeight);
}

/** Says once that the reader has begun to type or to scroll in the page itself, which is not to be taken from them then. */
export function noticeHands() {
  const done = new AbortController();
  const notice = (/** @type {Event} */ event) => {
    if (!event.isTrusted || event.target === host) return;
    if (event.type === 'keydown' && !SCROLLING.includes(/** @type {KeyboardEvent} */ (event).key)) return;
    if (event.type === 'pointerdown' && !onScrollBar(/** @type {PointerEvent} */ (event))) return;
    done.abort();
    tell({ kind: 'engaged' });
  };
  const options = { capture: true, passive: true, signal: done.signal };
  for (const kind of ['input', 'keydown', 'wheel', 'touchmove', 'pointerdown']) document.addEventListener(kind, notice, options);
}

/** What hands do, beside pressing. */
const BY_HAND = [
  'keydown', 'keypress', 'keyup', 'wheel', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchmove', 'touchend',
  'contextmenu', 'auxclick', 'dblclick', 'selectstart',
];

/**
 * Keeps what the reader does in what we show from the page, which could keep it from us: some pages forbid keys. Heard on the
 * window, where only what the page listened to before we came is heard earlier.
 */
export function keepHandsFromPage() {
  for (const kind of BY_HAND) {
    window.addEventListener(kind, (event) => {
      if (!host || event.target !== host || !event.isTrusted) return;
      event.stopImmediatePropagation();
      if (event instanceof KeyboardEvent && kind === 'keydown') keyDown(event, dialog);
      if (kind === 'keyup') keyUp();
    }, { capture: true, passive: kind !== 'keydown' });
  }
  // A press is heard where it was made, since only there is known on what. Where it does not come so far, it is looked for.
  window.addEventListener('click', (event) => {
    if (!host || event.target !== host || !event.isTrusted) return;
    const root = /** @type {ShadowRoot} */ (dialog.getRootNode());
    const on = event.detail > 0 ? root.elementFromPoint(event.clientX, event.clientY) : root.activeElement;
    setTimeout(() => wasSeen(event) || pressed(event, on));
  }, { capture: true });
}
