// Painting: a view's tree becomes elements, in a page of ours or in the page that failed.

import { h, render } from 'preact';
import { remembering } from './drawn.js';
import { keepingFocus } from './focus.js';
import { element, place, takeAway } from './page.js';
import { Ring } from './ring.js';
import { own, surface } from './talk.js';

/**
 * @typedef {{ tag: string, attributes: Record<string, string>, children: Branch[] }} Tagged
 * @typedef {{ countdown: { from: number, until: number } }} Countdown
 * @typedef {{ time: number, seconds?: boolean }} Time
 * @typedef {string | Tagged | Countdown | Time} Branch As src/view/node.rs writes it.
 * @typedef {{ cover: 'full' | 'card' | 'page' | 'none', tree: Branch | null, go: string | null, title: string | null }} View
 */

/**
 * Whether all is drawn. The first frame comes sooner without what is folded away, and without times that stand alone: the
 * format of the first takes tens of milliseconds to make.
 */
let whole = false;
/** The frame after which the rest is drawn; 0 until it is waited for. */
let due = 0;
/** @type {View | undefined} What was painted last. */
let painted;

/** @param {View} view */
export function paint(view) {
  painted = view;
  // Behind other tabs there is no first frame.
  if (document.hidden) whole = true;
  if (!whole && !due) due = requestAnimationFrame(() => document.defaultView && setTimeout(complete));
  if (own) {
    if (view.go) location.replace(view.go);
    const { tree } = view;
    if (tree) keepingFocus(document.body, () => render(draw(tree), document.body));
    const headline = document.querySelector('h1')?.textContent;
    if (headline && surface !== 'popup') document.title = headline;
    return;
  }
  name(view.title);
  const { tree } = view;
  if (!tree || view.cover === 'none') return takeAway();
  const dialog = element();
  keepingFocus(dialog, () => render(draw(tree), dialog));
  dialog.ariaLabel = dialog.querySelector('h1, h2')?.textContent ?? null;
  place(view.cover);
}

/** Draws what the first frame left out. */
function complete() {
  if (whole) return;
  whole = true;
  if (painted && document.defaultView) paint({ ...painted, go: null });
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
  const children = (whole ? node.children : first(node)).map((child) => {
    if (typeof child === 'string' || !('tag' in child)) return draw(child);
    // Named by what it is, so that an element keeps its focus and its folds when one is added before it.
    const name = `${child.tag} ${child.attributes.class ?? ''}`;
    seen[name] = (seen[name] ?? 0) + 1;
    return draw(child, `${name} ${seen[name]}`);
  });
  const ref = node.tag === 'button' || node.tag === 'a' ? remembering(node.attributes) : undefined;
  return h(node.tag, { ...node.attributes, key, ref }, children);
}

/**
 * What the first frame has of a node's children.
 * @param {Tagged} node
 */
function first({ tag, attributes, children }) {
  if (tag === 'details' && !('open' in attributes)) return children.slice(0, 1);
  const [only] = children;
  return children.length === 1 && typeof only === 'object' && 'time' in only ? [] : children;
}

/** @type {Record<string, Intl.DateTimeFormat>} Each takes tens of milliseconds to make. */
const formats = {};

/** The language of the words, where the reader has chosen another than the browser's; else the browser knows place and language. */
function chosenLanguage() {
  const lang = painted?.tree && typeof painted.tree === 'object' && 'tag' in painted.tree ? painted.tree.attributes.lang : undefined;
  return lang === chrome.i18n.getMessage('language_tag') ? undefined : lang;
}

/** @param {Time} node */
function timeOfDay({ time, seconds }) {
  const at = new Date(time);
  const today = at.toDateString() === new Date().toDateString();
  const timeStyle = seconds ? 'medium' : 'short';
  const language = chosenLanguage();
  /** @type {Intl.DateTimeFormatOptions} */
  const style = today ? { timeStyle } : { dateStyle: 'medium', timeStyle };
  const format = (formats[`${language} ${today} ${timeStyle}`] ??= new Intl.DateTimeFormat(language, style));
  // A clock's time stays on one line; with a date it may be longer than a line.
  return today ? format.format(at).replaceAll(' ', '\u00a0') : format.format(at);
}
