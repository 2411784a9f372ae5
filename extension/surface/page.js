// The place that our element takes in a page that failed: over all of it or in a corner, on top, and not for the page to take away.

import { render } from 'preact';
import { XHTML, fitPhone, hideAgain, showRoot } from './ground.js';
import { hearHands } from './hands.js';
import { listen } from './press.js';
import { tell } from './talk.js';
import css from 'style.css' with { type: 'text' }; // build.sh makes it of extension/style/

/** What marks our element. An element with a name of its own could be defined by the page, which would get its root. */
const OURS = 'data-back-soon';

/** @type {HTMLElement | undefined} Our element in the page. */
export let host;
/** @type {HTMLDialogElement} What is drawn into, in its closed root. */
export let dialog;
/** How often the page may take our element away before we leave it at that. */
let returns = 1;
/** Whether it has been asked what is to stand there again. */
let returning = false;

/** Our element in the page, not in its place yet. */
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
  hearHands();
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
  else if (returns > 0 && !returning) tell({ kind: 'look' });
  returning = !host?.isConnected;
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

/** Undoes what a page does to its root, and so to all that is in it: hides it, or zooms it. */
function haveItSeen() {
  if (!dialog.checkVisibility()) showRoot();
  const zoom = host?.currentCSSZoom ?? 1;
  dialog.style.zoom = zoom === 1 ? '' : String(1 / zoom);
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
