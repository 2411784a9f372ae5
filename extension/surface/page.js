// The page that failed: what is told about it, and the place that our element takes in it.

import { render } from 'preact';
import { keyDown, keyUp, listen, pressed, wasSeen } from './press.js';
import { tell } from './talk.js';
import css from 'style.css' with { type: 'text' }; // build.sh makes it of extension/style/

const XHTML = 'http://www.w3.org/1999/xhtml';
/** What marks our element. An element with a name of its own could be defined by the page, which would get its root. */
const OURS = 'data-back-soon';

/** Resolves when the document can be read: parsed, or there for a second. */
export function documentThere() {
  return new Promise((resolve) => {
    const look = () => document.documentElement && document.readyState !== 'loading' && resolve(undefined);
    look();
    document.addEventListener('readystatechange', look);
    setTimeout(() => document.documentElement && resolve(undefined), 1000);
  });
}

export function documentFacts() {
  const root = document.documentElement;
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const count = (/** @type {string} */ selector) => document.querySelectorAll(selector).length;
  return {
    address: location.href,
    status: entry?.responseStatus ?? 0,
    started: performance.timeOrigin,
    html: root.outerHTML.slice(0, 16384),
    content: {
      words: wordsIn(document.body ?? root),
      images: count(':root :is(img, svg, video, canvas, object, embed)'),
      forms: count('form, input:not([type=hidden]), select, textarea'),
    },
    refreshes: count('meta[http-equiv=refresh i]') > 0,
  };
}

/** What has text that nobody reads. */
const UNREAD = ['script', 'style', 'noscript', 'template'];

/**
 * About how many words there are to be read, without having the page laid out for it.
 * @param {Element} root
 */
function wordsIn(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, ({ parentElement: parent }) =>
    parent && (UNREAD.includes(parent.localName) || parent.hidden) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let read = '';
  while (read.length < 20000 && texts.nextNode()) read += ` ${texts.currentNode.nodeValue}`;
  return read.split(/\s+/).filter(Boolean).length;
}

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
  'keydown', 'keypress', 'keyup', 'wheel', 'pointerdown', 'pointermove', 'pointerup', 'mousedown', 'mousemove', 'mouseup',
  'touchstart', 'touchmove', 'touchend', 'contextmenu', 'auxclick', 'dblclick', 'selectstart',
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

/** @typedef {typeof globalThis & { exportFunction: (func: Function, into: object, as: { defineAs: string }) => void }} FirefoxScope */

/** Firefox's `window.find` hands a page what it finds, also where that is none of the page's business. */
export function hideFromFind() {
  const page = /** @type {{ wrappedJSObject?: object }} */ (window).wrappedJSObject;
  if (page) /** @type {FirefoxScope} */ (globalThis).exportFunction(() => false, page, { defineAs: 'find' });
}

/** @type {HTMLElement | undefined} Our element in the page. */
let host;
/** @type {HTMLDialogElement} */
let dialog;
/** How often the page may take our element away before we leave it at that. */
let returns = 1;

/** What is drawn into: our element in the page, not in its place yet. */
export function element() {
  if (host && isGone() && returns-- > 0) {
    render(null, dialog);
    host = undefined;
  }
  if (!host) makeHost();
  return dialog;
}

/** Whether the page has taken our element away, and not we. What listened in it may be gone too: it does not come back as it was. */
const isGone = () => !host?.isConnected && dialog.dataset.cover !== undefined;

function makeHost() {
  // What an earlier version of us drew, which nobody answers any more.
  for (const old of document.querySelectorAll(`div[${OURS}]`)) old.remove();
  host = /** @type {HTMLElement} */ (document.createElementNS(XHTML, 'div'));
  host.setAttribute(OURS, '');
  dialog = /** @type {HTMLDialogElement} */ (document.createElementNS(XHTML, 'dialog'));
  dialog.className = 'root';
  dialog.tabIndex = -1;
  // Escape asks for the page below. The answer to that closes the dialog.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (event.isTrusted) tell({ kind: 'press', action: 'show-original' });
  });
  listen(dialog);
  document.addEventListener('toggle', stayOnTop, { capture: true });
  const shadow = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(dialog);
}

/** Sees to it that our element stays, once it is in its place. */
const observer = new MutationObserver(() => {
  if (!dialog.dataset.cover || !chrome.runtime?.id) return;
  if (host?.isConnected) haveItSeen();
  else if (returns > 0) tell({ kind: 'look' });
});

/**
 * Puts our element into the page, over all of it or in a corner.
 * @param {string} cover
 */
export function place(cover) {
  if (!host) return;
  const shown = host.isConnected && dialog.dataset.cover === cover && dialog.matches(':modal, :popover-open');
  if (!document.documentElement) return;
  if (shown) return haveItSeen();
  if (isGone()) return;
  takeDown();
  dialog.dataset.cover = cover;
  fitPhone(cover === 'full');
  if (!host.isConnected) {
    frame().append(host);
    for (const parent of [document, document.documentElement]) observer.observe(parent, { childList: true, attributes: true });
  }
  if (cover === 'full') {
    openOver(0);
    haveItSeen();
    dialog.focus({ preventScroll: true });
  } else {
    // In the top layer too: over whatever the page stacks, and out of the bounds that a drawing's root sets.
    dialog.popover = 'manual';
    const before = document.activeElement;
    dialog.showPopover();
    haveItSeen();
    // A dialog takes the focus when it opens. A card leaves it where the reader has it.
    const shadow = dialog.getRootNode();
    if (shadow instanceof ShadowRoot && shadow.activeElement instanceof HTMLElement) shadow.activeElement.blur();
    if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
  }
}

/**
 * Browsers focus the first button then, and scroll to it: nothing should look pressed before the reader has read.
 * @param {number} scrolled how far it is to be scrolled
 */
function openOver(scrolled) {
  dialog.showModal();
  dialog.scrollTop = scrolled;
}

/** @type {HTMLMetaElement | undefined} What we have said for the page about its width. */
let viewport;

/**
 * Phones draw a page that says nothing of its width as if they were a desk's screen, and what covers it as small.
 * @param {boolean} wanted
 */
function fitPhone(wanted) {
  if (!wanted) {
    if (viewport) viewport.content = ''; // Chrome goes by what it said last, even when it is gone.
    return viewport?.remove();
  }
  if (document.querySelector('meta[name=viewport i]')) return;
  viewport = /** @type {HTMLMetaElement} */ (document.createElementNS(XHTML, 'meta'));
  viewport.name = 'viewport';
  viewport.content = 'width=device-width, initial-scale=1';
  (document.head ?? document.documentElement).append(viewport);
}

/** What a root has to say so that something in it can be seen. */
const SEEN = Object.entries({ display: 'block', 'content-visibility': 'visible' });

/**
 * What a root said before we had it seen.
 * @type {{ style: CSSStyleDeclaration, name: string, ours: string, value: string, priority: string }[]}
 */
let saidBefore = [];
/** What is said for a root that cannot say it. */
const seen = new CSSStyleSheet();
/** How often a page may hide its root before we leave it at that. */
let hidings = 3;

/** Undoes what a page does to its root, and so to all that is in it: hides it, as some do until a script has run; or zooms it. */
function haveItSeen() {
  if (!dialog.checkVisibility() && hidings-- > 0) showRoot();
  const zoom = host?.currentCSSZoom ?? 1;
  dialog.style.zoom = zoom === 1 ? '' : String(1 / zoom);
}

function showRoot() {
  const { style } = /** @type {HTMLElement} */ (document.documentElement);
  for (const [name, ours] of style ? SEEN : []) {
    const [value, priority] = [style.getPropertyValue(name), style.getPropertyPriority(name)];
    if (value === ours && priority) continue;
    saidBefore.unshift({ style, name, ours, value, priority });
    style.setProperty(name, ours, 'important');
  }
  // A root that is no HTML says nothing itself.
  if (style || seen.cssRules.length > 0) return;
  seen.replaceSync(`:root { ${SEEN.map(([name, ours]) => `${name}: ${ours} !important`).join('; ')} }`);
  document.adoptedStyleSheets.push(seen);
}

/** What the page has said of its root since is its last word. */
function hideAgain() {
  seen.replaceSync('');
  for (const { style, name, ours, value, priority } of saidBefore) {
    if (style.getPropertyValue(name) === ours && style.getPropertyPriority(name)) style.setProperty(name, value, priority);
  }
  saidBefore = [];
}

/** How often help comes back over what the page opens on top of it. */
let overtakings = 3;

/**
 * A dialog that the page opens lies over help, and lets nobody press in it.
 * @param {Event} event
 */
function stayOnTop({ target }) {
  const opened = target instanceof Element && target.matches(':modal, :popover-open');
  if (!opened || !dialog.matches(':modal') || overtakings-- < 1) return;
  const { activeElement } = /** @type {ShadowRoot} */ (dialog.getRootNode());
  const { scrollTop } = dialog;
  dialog.close();
  openOver(scrollTop);
  (activeElement instanceof HTMLElement ? activeElement : dialog).focus({ preventScroll: true });
}

/** Where our element goes: the root, or in a drawing the one place in it that shows HTML. */
function frame() {
  const root = document.documentElement;
  if (!(root instanceof SVGElement)) return root;
  const foreign = /** @type {SVGElement} */ (document.createElementNS(root.namespaceURI, 'foreignObject'));
  foreign.setAttribute('width', '100%');
  foreign.setAttribute('height', '100%');
  foreign.style.setProperty('display', 'block', 'important');
  root.append(foreign);
  return foreign;
}

function takeDown() {
  if (dialog.matches(':popover-open')) dialog.hidePopover();
  dialog.popover = null;
  dialog.close();
}

export function takeAway() {
  if (!host) return;
  delete dialog.dataset.cover;
  render(null, dialog);
  takeDown();
  host.remove();
  hideAgain();
  fitPhone(false);
}
