// The painter: asks the background what to show, draws the tree it gets, and sends back what was pressed.
//
// Runs in three places: injected into a page that failed, in help.html and in popup.html. It decides nothing and holds
// nothing but the last tree. A page cannot talk to it: its elements are in a closed shadow root, and presses count only when
// a person made them.

import { Component, h, render } from 'preact';
import css from './style.css' with { type: 'text' };

/**
 * @typedef {{ tag: string, attributes: Record<string, string>, children: Branch[] }} Tagged
 * @typedef {{ countdown: { from: number, until: number } }} Countdown
 * @typedef {{ time: number, seconds?: boolean }} Time
 * @typedef {string | Tagged | Countdown | Time} Branch As src/view/node.rs writes it.
 * @typedef {{ cover: 'full' | 'card' | 'page' | 'none', tree: Branch | null, go: string | null, title: string | null }} View
 */

const XHTML = 'http://www.w3.org/1999/xhtml';
/** @type {Record<string, chrome.permissions.Permissions>} What a button can ask the browser for. */
const LEAVES = { sites: { origins: ['http://*/*', 'https://*/*'] }, notifications: { permissions: ['notifications'] } };

const own = location.protocol.endsWith('-extension:');
const surface = (own && document.documentElement.dataset.surface) || 'page';

// ------------------------------------------------------------------------------------------------ talking to the background

/** @type {Record<string, unknown>} What goes with every message. */
let context = { surface };
/** The number of the newest question, and of the question whose answer is on the screen. */
let asked = 0;
let answered = 0;

/**
 * Sends a message and paints the answer, unless a newer one is on the screen by then.
 * @param {Record<string, unknown>} message
 */
async function tell(message) {
  const number = ++asked;
  const view = await ask({ ...context, ...message });
  if (!view || number < answered || !document.defaultView) return; // Or the page has gone in the meantime.
  answered = number;
  paint(view);
}

/**
 * The background may die before it answers; then it is asked once more. What is painted stays, whatever happens.
 * @param {Record<string, unknown>} message
 * @returns {Promise<View | undefined>}
 */
async function ask(message) {
  for (const again of [true, false]) {
    try {
      const view = await chrome.runtime.sendMessage(message);
      if (view) return view;
    } catch {
      // Died, or the extension was updated under us.
    }
    if (again) await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function hello() {
  if (surface === 'popup') await lookAround();
  if (surface === 'popup' || surface === 'history') return tell({ kind: 'hello' });
  const visible = !document.hidden;
  if (surface === 'help') {
    const address = addressInHash();
    await tell({ kind: 'hello', visible, address });
    // Without an answer there are no words, but the way on must not be lost.
    if (answered || !/^https?:/.test(address)) return;
    return render(h('main', { class: 'help' }, h('a', { href: address }, address)), document.body);
  }
  await documentThere();
  return tell({ kind: 'hello', visible, document: documentFacts() });
}

function addressInHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

/** The popup speaks about the tab under it. */
async function lookAround() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const granted = await chrome.permissions.contains(LEAVES.sites);
  const notifies = await chrome.permissions.contains(LEAVES.notifications);
  context = { surface, granted, notifies, tab: tab?.id, address: tab?.url };
}

// --------------------------------------------------------------------------------------------------- the page that failed

/** Resolves when the document can be read: parsed, or there for a second. */
function documentThere() {
  return new Promise((resolve) => {
    const look = () => document.documentElement && document.readyState !== 'loading' && resolve(undefined);
    look();
    document.addEventListener('readystatechange', look);
    setTimeout(() => document.documentElement && resolve(undefined), 1000);
  });
}

function documentFacts() {
  const root = document.documentElement;
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const text = document.body?.innerText ?? root.textContent ?? '';
  const count = (/** @type {string} */ selector) => document.querySelectorAll(selector).length;
  return {
    address: location.href,
    status: entry?.responseStatus ?? 0,
    started: performance.timeOrigin,
    html: root.outerHTML.slice(0, 16384),
    content: {
      words: text.slice(0, 20000).split(/\s+/).filter(Boolean).length,
      images: count(':root :is(img, svg, video, canvas, object, embed)'),
      forms: count('form, input:not([type=hidden]), select, textarea'),
    },
    refreshes: count('meta[http-equiv=refresh i]') > 0,
  };
}

/** The keys that scroll. */
const SCROLLING = ['PageDown', 'PageUp', 'ArrowDown', 'ArrowUp', 'End', 'Home', ' '];

/** Says once that the reader has begun to type or to scroll in the page itself, which is not to be taken from them then. */
function noticeHands() {
  const done = new AbortController();
  const notice = (/** @type {Event} */ event) => {
    if (!event.isTrusted || event.target === host) return;
    if (event.type === 'keydown' && !SCROLLING.includes(/** @type {KeyboardEvent} */ (event).key)) return;
    done.abort();
    tell({ kind: 'engaged' });
  };
  const options = { capture: true, passive: true, signal: done.signal };
  for (const kind of ['input', 'keydown', 'wheel', 'touchmove']) document.addEventListener(kind, notice, options);
}

/** @type {HTMLElement | undefined} Our element in the page. */
let host;
/** @type {HTMLDialogElement} */
let dialog;
/** How often the page may take our element away before we leave it at that. */
let returns = 1;

function makeHost() {
  // What an earlier version of us drew, which nobody answers any more.
  for (const old of document.querySelectorAll('back-soon-help')) old.remove();
  host = /** @type {HTMLElement} */ (document.createElementNS(XHTML, 'back-soon-help'));
  dialog = /** @type {HTMLDialogElement} */ (document.createElementNS(XHTML, 'dialog'));
  dialog.className = 'root';
  dialog.tabIndex = -1;
  // Escape asks for the page below. The answer to that closes the dialog.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (event.isTrusted) tell({ kind: 'press', action: 'show-original' });
  });
  listen(dialog);
  const shadow = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(dialog);
  const observer = new MutationObserver(() => {
    if (host?.isConnected || !dialog.dataset.cover || !chrome.runtime?.id || returns-- < 1) return;
    place(dialog.dataset.cover);
  });
  observer.observe(document, { childList: true });
  observer.observe(document.documentElement, { childList: true });
}

/**
 * Puts our element into the page, over all of it or in a corner.
 * @param {string} cover
 */
function place(cover) {
  if (!host) return;
  const shown = host.isConnected && dialog.dataset.cover === cover && dialog.matches(':modal, :popover-open');
  if (shown || !document.documentElement) return;
  takeDown();
  dialog.dataset.cover = cover;
  if (!host.isConnected) frame().append(host);
  if (cover === 'full') {
    dialog.showModal();
    dialog.focus(); // Not the first button: nothing should look pressed before the reader has read.
  } else {
    // In the top layer too: over whatever the page stacks, and out of the bounds that a drawing's root sets.
    dialog.popover = 'manual';
    const before = document.activeElement;
    dialog.showPopover();
    // A dialog takes the focus when it opens. A card leaves it where the reader has it.
    const shadow = dialog.getRootNode();
    if (shadow instanceof ShadowRoot && shadow.activeElement instanceof HTMLElement) shadow.activeElement.blur();
    if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
  }
}

/** Where our element goes: the root, or in a drawing the one place in it that shows HTML. */
function frame() {
  const root = document.documentElement;
  if (!(root instanceof SVGElement)) return root;
  const foreign = document.createElementNS(root.namespaceURI, 'foreignObject');
  foreign.setAttribute('width', '100%');
  foreign.setAttribute('height', '100%');
  root.append(foreign);
  return foreign;
}

function takeDown() {
  if (dialog.matches(':popover-open')) dialog.hidePopover();
  dialog.popover = null;
  dialog.close();
}

function takeAway() {
  if (!host) return;
  delete dialog.dataset.cover;
  render(null, dialog);
  takeDown();
  host.remove();
}

// --------------------------------------------------------------------------------------------------------------- painting

/** @param {View} view */
function paint(view) {
  if (own) {
    if (view.go) location.replace(view.go);
    if (view.tree) render(draw(view.tree), document.body);
    const headline = document.querySelector('h1')?.textContent;
    if (headline && surface !== 'popup') document.title = headline;
    return;
  }
  name(view.title);
  if (!view.tree || view.cover === 'none') return takeAway();
  if (!host) makeHost();
  render(draw(view.tree), dialog);
  dialog.ariaLabel = dialog.querySelector('h1, h2')?.textContent ?? null;
  place(view.cover);
}

/** @type {string | undefined} What the page called itself before we did. */
let ownTitle;

/**
 * Names the tab, or lets it have the page's own name again.
 * @param {string | null} title
 */
function name(title) {
  if (title) {
    ownTitle ??= document.title;
    document.title = title;
  } else if (ownTitle !== undefined) {
    document.title = ownTitle;
    ownTitle = undefined;
  }
}

/**
 * @param {Branch} node
 * @param {string} [key]
 * @returns {import('preact').ComponentChild}
 */
function draw(node, key) {
  if (typeof node === 'string') return node;
  if ('countdown' in node) return h(Ring, { key: `until ${node.countdown.until}`, ...node.countdown });
  if ('time' in node) return timeOfDay(node);
  /** @type {Record<string, number>} */
  const seen = {};
  const children = node.children.map((child) => {
    if (typeof child === 'string' || !('tag' in child)) return draw(child);
    // Named by what it is, so that an element keeps its focus and its folds when one is added before it.
    const name = `${child.tag} ${child.attributes.class ?? ''}`;
    seen[name] = (seen[name] ?? 0) + 1;
    return draw(child, `${name} ${seen[name]}`);
  });
  return h(node.tag, { ...node.attributes, key }, children);
}

/** @param {Time} node */
function timeOfDay({ time, seconds }) {
  const at = new Date(time);
  const today = at.toDateString() === new Date().toDateString();
  const timeStyle = seconds ? 'medium' : 'short';
  return new Intl.DateTimeFormat(undefined, today ? { timeStyle } : { dateStyle: 'medium', timeStyle }).format(at);
}

/**
 * A ring that empties, with the seconds in it. Counts only while it can be seen, and says once that it is over.
 * @extends {Component<{ from: number, until: number }>}
 */
class Ring extends Component {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  over = false;

  tick = () => {
    clearTimeout(this.timer);
    if (document.hidden) return;
    const left = this.props.until - Date.now();
    this.forceUpdate();
    if (left > 0) {
      this.timer = setTimeout(this.tick, left % 1000 || 1000);
    } else if (!this.over) {
      this.over = true;
      tell({ kind: 'due' });
    }
  };

  componentDidMount() {
    document.addEventListener('visibilitychange', this.tick);
    this.tick();
  }

  componentWillUnmount() {
    document.removeEventListener('visibilitychange', this.tick);
    clearTimeout(this.timer);
  }

  render() {
    const { from, until } = this.props;
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const whole = Math.max(1, Math.ceil((until - from) / 1000));
    const circle = { cx: 20, cy: 20, r: 17, pathLength: 100 };
    const words = left < 100 ? String(left) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    return h('span', { class: 'ring', role: 'timer' }, [
      h('svg', { viewBox: '0 0 40 40', 'aria-hidden': 'true' }, [
        h('circle', { class: 'track', ...circle }),
        // Where it will be in a second: the style sheet moves it there.
        h('circle', { class: 'left', ...circle, 'stroke-dashoffset': 100 - (100 * Math.max(0, left - 1)) / whole }),
      ]),
      h('b', { class: words.length > 3 ? 'long' : undefined }, words),
    ]);
  }
}

// --------------------------------------------------------------------------------------------------------------- pressing

/** @param {HTMLElement} root */
function listen(root) {
  root.addEventListener('click', (event) => {
    const pressed = event.target instanceof Element ? event.target.closest('button, a[data-dismiss]') : undefined;
    const target = /** @type {HTMLButtonElement | null | undefined} */ (pressed);
    if (!event.isTrusted || !target || target.ariaDisabled === 'true' || !isSure(target)) return;
    const { press, copy, grant, want, dismiss, erase } = target.dataset;
    if (press) {
      // The browser takes it only now, as the reader's own press.
      if (own && press === 'keep-watching') askFor('notifications');
      const told = tell({ kind: 'press', action: press });
      // What it opens is under the popup.
      if (surface === 'popup' && press === 'show-help') told.then(() => window.close());
    }
    if (copy) copyText(copy).then(() => saySo(target));
    if (grant) askFor(grant);
    if (want) tell({ kind: 'want', about: want });
    if (dismiss) tell({ kind: 'dismiss', about: dismiss });
    if (erase) tell({ kind: 'erase', about: erase });
    if ('export' in target.dataset) ask({ ...context, kind: 'export' }).then(save);
  });
}

/** @param {string} leave */
async function askFor(leave) {
  await chrome.permissions.request(LEAVES[leave]).catch(() => {});
  if (surface !== 'popup') return;
  await lookAround();
  await tell({ kind: 'look' });
}

/**
 * Whether a press counts: on a button that asks to be sure, the second one within a few seconds.
 * @param {HTMLElement} button
 */
function isSure(button) {
  const { confirm } = button.dataset;
  const words = button.firstChild;
  if (!confirm || !(words instanceof Text) || words.data === confirm) return true;
  sayFor(button, words, confirm, 5000);
  return false;
}

/** @param {any} text */
function save(text) {
  if (typeof text !== 'string') return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `back-soon-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not over http, or the page forbids it: by hand.
    const hand = (/** @type {ClipboardEvent} */ event) => {
      event.stopImmediatePropagation();
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
    };
    document.addEventListener('copy', hand, { capture: true, once: true });
    document.execCommand('copy');
    document.removeEventListener('copy', hand, { capture: true });
  }
}

/**
 * Shows for a moment that a text was copied.
 * @param {HTMLButtonElement} button
 */
function saySo(button) {
  const words = button.firstChild;
  const { copied } = button.dataset;
  if (words instanceof Text && copied && words.data !== copied) sayFor(button, words, copied, 2000);
}

/**
 * @param {HTMLElement} button
 * @param {Text} words what stands on it
 * @param {string} instead
 * @param {number} ms
 */
function sayFor(button, words, instead, ms) {
  const before = words.data;
  button.ariaLive = 'polite';
  words.data = instead;
  setTimeout(() => (words.data = before), ms);
}

// --------------------------------------------------------------------------------------------------------------- starting

function begin() {
  chrome.runtime.onMessage.addListener((/** @type {{ kind?: string }} */ notice) => {
    if (notice?.kind === (surface === 'popup' ? 'popup-changed' : 'changed')) tell({ kind: 'look' });
  });
  if (own) listen(document.body);
  else noticeHands();
  if (surface === 'history') return void hello();
  for (const change of ['online', 'offline']) window.addEventListener(change, () => tell({ kind: 'due' }));
  if (surface !== 'popup') {
    // A document that goes away is hidden last of all: that is no word of the reader's.
    let here = true;
    document.addEventListener('visibilitychange', () => here && tell({ kind: 'visible', visible: !document.hidden }));
    window.addEventListener('pagehide', () => (here = false));
    window.addEventListener('pageshow', (event) => {
      here = true;
      if (event.persisted) hello();
    });
  }
  hello();
}

// Injected again into the same document, we have only to say hello again.
const world = /** @type {{ backSoonHello?: () => void }} */ (globalThis);
if (world.backSoonHello) {
  world.backSoonHello();
} else {
  world.backSoonHello = hello;
  begin();
}
