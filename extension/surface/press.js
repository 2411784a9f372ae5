// What a press does. It counts only when a person made it.

import { FIREFOX, LEAVES } from '../leaves.js';
import { drawnWith } from './drawn.js';
import { purpose } from './focus.js';
import { ask, context, inPrivate, lookAround, own, surface, tell } from './talk.js';
import { arrival, askSite, comeBack, failedParts } from './under.js';

/** @param {HTMLElement} root */
export function listen(root) {
  root.addEventListener('click', (event) => pressed(event, event.target));
  for (const end of ['keyup', 'focusout']) root.addEventListener(end, keyUp);
  root.addEventListener('keydown', (event) => keyDown(event, root));
  window.addEventListener('copy', copying, { capture: true });
}

/** @type {WeakSet<Event>} The presses that were seen, whatever came of them. */
const seen = new WeakSet();

/**
 * Whether a press has come to where we listen, and was not kept from us.
 * @param {Event} event
 */
export const wasSeen = (event) => seen.has(event);

/**
 * A press on what we show.
 * @param {MouseEvent} event
 * @param {EventTarget | null} on
 */
export function pressed(event, on) {
  seen.add(event);
  const target = /** @type {HTMLButtonElement | HTMLAnchorElement | null} */ (on instanceof Element ? on.closest('button, a') : null);
  if (!event.isTrusted || !target) return;
  const drawn = drawnWith(target);
  if (drawn['aria-disabled'] === 'true') return;
  if (drawn.href) target.setAttribute('href', drawn.href);
  if (!isMeant(event, target) || !isSure(event, target)) return;
  if (target.ariaExpanded) target.ariaExpanded = String(target.ariaExpanded === 'false');
  const press = drawn['data-press'];
  if (press) {
    // The browser takes it only now, as the reader's own press.
    if (own && !inPrivate && press === 'keep-watching') askFor('notifications');
    const leave = own && press === 'allow-outside' ? askFor('outside') : undefined;
    const told = leave ? leave.then(() => tell({ kind: 'press', action: press })) : tell({ kind: 'press', action: press });
    // What it opens is under the popup.
    if (surface === 'popup' && press === 'show-help') told.then(() => window.close());
  }
  for (const [name, act] of Object.entries(ACTS)) {
    const value = drawn[`data-${name}`];
    if (value !== undefined) act(value, target);
  }
}

/** @type {Record<string, (value: string, target: HTMLElement) => void>} What presses do beside those that the core hears as such. */
const ACTS = {
  copy: (text, button) => void copyText(text).then((done) => saySo(button, done)),
  grant: (leave) => void askFor(/** @type {Leave} */ (leave)),
  want: (about) => void tell({ kind: 'want', about }),
  dismiss: (about) => void tell({ kind: 'dismiss', about }),
  erase: (about) => void tell({ kind: 'erase', about }),
  remove: (about) => void tell({ kind: 'remove', about }),
  to: (to) => void tell({ kind: 'set', value: to.split(' ', 1)[0], about: to.slice(to.indexOf(' ') + 1) }),
  reset: () => void tell({ kind: 'reset' }),
  return: (leave) => void giveBack(/** @type {Leave} */ (leave)),
  ask: (address) => void askSite(address),
  watch: (about) => {
    if (!inPrivate) askFor('notifications');
    tell({ kind: 'watch', about });
  },
  back: () => void comeBack(),
  parts: () => void failedParts().then((parts) => tell({ kind: 'parts', ...parts })),
  export: (format) => void ask({ ...context, kind: 'export', about: format }).then((text) => save(text, format)),
};

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 */
export function keyDown(event, root) {
  keyHeld = event.repeat;
  const explained = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[aria-expanded=true]'));
  if (event.key !== 'Escape' || explained.length === 0) return;
  event.preventDefault(); // It would take all of help away.
  for (const term of explained) term.ariaExpanded = 'false';
}

export const keyUp = () => void (keyHeld = false);

/** @typedef {keyof typeof LEAVES} Leave */

/** @param {Leave} leave */
async function askFor(leave) {
  await chrome.permissions.request(LEAVES[leave]).catch(() => {});
  await lookAgain();
}

/** @param {Leave} leave */
async function giveBack(leave) {
  // Ours is in the settings; Firefox has one of its own.
  if (leave === 'outside') await tell({ kind: 'set', value: 'off', about: leave });
  await chrome.permissions.remove(LEAVES[leave]).catch(() => {});
  // Chrome takes back what came with the installation in its own page about us, and only there.
  if (leave === 'sites' && !FIREFOX) await chrome.tabs.create({ url: `chrome://extensions/?id=${chrome.runtime.id}` }).catch(() => {});
  await lookAgain();
}

/** Leave was given or taken back, here or in the browser's own pages. */
export async function lookAgain() {
  if (surface !== 'popup' && surface !== 'options') return;
  const tab = await lookAround();
  if (surface === 'popup') await arrival(tab);
  await tell({ kind: 'look' });
}

/** Whether the key that is down has been for so long that it repeats. */
let keyHeld = false;
/** What the last press that counted was for. */
let pressedFor = '';

/**
 * Whether the reader means what is under their finger. A key that is held down presses once. The second click of two may come
 * when something else has taken the place of what was pressed.
 * @param {MouseEvent} event
 * @param {HTMLElement} target
 */
function isMeant({ detail }, target) {
  const wanted = purpose(target);
  const meant = detail === 0 ? !keyHeld : detail === 1 || wanted === pressedFor;
  if (meant) pressedFor = wanted;
  return meant;
}

/** Milliseconds that have to lie between two presses of which the second is to make sure. */
const APART = 500;
/** When a button that asks to be sure was pressed last. */
let pressedAt = 0;

/**
 * Whether a press counts: on a button that asks to be sure, a second one within a few seconds, and not in the same breath.
 * @param {MouseEvent} event
 * @param {HTMLElement} button
 */
function isSure({ detail }, button) {
  const confirm = drawnWith(button)['data-confirm'];
  const words = button.firstChild;
  if (!confirm || !(words instanceof Text)) return true;
  const apart = performance.now() - pressedAt > APART;
  pressedAt = performance.now();
  if (words.data === confirm) return apart && detail < 2;
  sayFor(button, words, confirm, 5000);
  return false;
}

/** @type {Record<string, string>} */
const FILES = { json: 'application/json', csv: 'text/csv' };

/**
 * @param {any} text
 * @param {string} format
 */
function save(text, format) {
  if (typeof text !== 'string') return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: FILES[format] }));
  link.download = `back-soon-${new Date().toISOString().slice(0, 10)}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @type {string | undefined} What is to be copied by hand just now; nothing once it has been. */
let byHand;

/** @param {ClipboardEvent} event */
function copying(event) {
  if (byHand === undefined) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  event.clipboardData?.clearData();
  event.clipboardData?.setData('text/plain', byHand);
  byHand = undefined;
}

/**
 * Copies a text; whether it did.
 * @param {string} text
 */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not over http, or the page forbids it: by hand. A page that hears of it before us may put there what it likes.
    byHand = text;
    document.execCommand('copy');
    const done = byHand === undefined;
    byHand = undefined;
    return done;
  }
}

/**
 * Shows for a moment that a text was copied, or that it could not be.
 * @param {HTMLElement} button
 * @param {boolean} done
 */
function saySo(button, done) {
  const words = button.firstChild;
  const said = done ? drawnWith(button)['data-copied'] : chrome.i18n.getMessage('button_not_copied');
  if (words instanceof Text && said && words.data !== said) sayFor(button, words, said, 2000);
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
