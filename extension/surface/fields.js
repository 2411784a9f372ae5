// The fields of the pages of settings and of past outages: what is chosen, written or loaded there is sent at once.

import { tell, tellAlways } from './talk.js';

/** Longest file that is looked at: many times what settings can be. */
const LONGEST = 500_000;

/** @param {HTMLElement} root */
export function listenToFields(root) {
  root.addEventListener('change', (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const { set, sync } = field.dataset;
    const value = field.type === 'checkbox' ? (field.checked ? 'on' : 'off') : field.value;
    if (set) tell({ kind: 'set', about: set, value });
    if (sync !== undefined) tell({ kind: 'sync', value });
    if ('import' in field.dataset) load(field);
    if (field.dataset.filter) choose(root);
  });
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const field = form.querySelector('input');
    if (field && form.dataset.add) add(form.dataset.add, field);
  });
}

/**
 * Shows the past outages that are chosen.
 * @param {HTMLElement} root
 */
async function choose(root) {
  const [days, host] = ['days', 'host'].map((by) => root.querySelector(`select[data-filter=${by}]`));
  const value = (/** @type {Element | null | undefined} */ field) => (field instanceof HTMLSelectElement ? field.value : '');
  tellAlways({ value: `${value(days)} ${value(host)}` });
  await tell({ kind: 'look' });
}

/**
 * @param {string} list
 * @param {HTMLInputElement} field
 */
async function add(list, field) {
  await tell({ kind: 'add', about: list, value: inAddresses(field.value) });
  if (field.ariaInvalid !== 'true') field.value = '';
  field.focus();
}

/**
 * What was written, with a name that has letters of other scripts as addresses have it: browsers know how, and we do not.
 * @param {string} written
 */
function inAddresses(written) {
  const [, scheme = '', host = '', rest = ''] = /^(https?:\/\/)?([^/?#]*)(.*)/i.exec(written.trim()) ?? [];
  if (!/[^\0-\x7f]/.test(host)) return written;
  try {
    return scheme + new URL((scheme || 'http://') + host).host + rest;
  } catch {
    return written; // It is no name, and that is said at its field.
  }
}

/** @param {HTMLInputElement} field */
async function load(field) {
  const bytes = await field.files?.[0]?.slice(0, LONGEST).arrayBuffer();
  field.value = ''; // The same file may be chosen again, mended.
  if (!bytes) return;
  // Some programs write every text in UTF-16. Of `text()` one browser reads that, and the other does not.
  const [first, second] = new Uint8Array(bytes);
  const written = { 0xfffe: 'utf-16le', 0xfeff: 'utf-16be' }[(first ?? 0) * 256 + (second ?? 0)] ?? 'utf-8';
  const text = new TextDecoder(written).decode(bytes);
  await tell({ kind: 'import', value: text });
}
