// Talking to the background: every message goes through here, and the answer to the newest one is shown.

import { LEAVES } from '../leaves.js';

/**
 * @typedef {import('./paint.js').View} View
 */

export const own = location.protocol.endsWith('-extension:');
const page = (own && document.documentElement.dataset.surface) || 'page';
/** The page of help has a second use: to ask how an address is. */
export const surface = page === 'help' && location.search ? 'ask' : page;

/** @type {Record<string, unknown>} What goes with every message. */
export let context = { surface };
/** Whether a page of ours stands in a private window, or over one. */
export let inPrivate = own && chrome.extension.inIncognitoContext;
/** The number of the newest question, and of the question whose answer is on the screen. */
let asked = 0;
export let answered = 0;
/** @type {(view: View) => void} Paints an answer. */
let show = () => {};

/** @param {(view: View) => void} painter What is to be done with the answers to come. */
export function showWith(painter) {
  show = painter;
}

/**
 * Sends a message and paints the answer, unless a newer one is on the screen by then.
 * @param {Record<string, unknown>} message
 */
export async function tell(message) {
  const number = ++asked;
  const view = await ask({ ...context, ...message });
  if (!view || number < answered || !document.defaultView) return; // Or the page has gone in the meantime.
  answered = number;
  show(view);
}

/**
 * The background may die before it answers; then it is asked once more. What is painted stays, whatever happens.
 * @param {Record<string, unknown>} message
 * @returns {Promise<View | undefined>}
 */
export async function ask(message) {
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

/** @param {Record<string, unknown>} facts What goes with every message from now on. */
export function tellAlways(facts) {
  context = { ...context, ...facts };
}

/** The popup speaks about the tab under it, and the page of settings about what we may do. */
export async function lookAround() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  inPrivate = tab?.incognito === true;
  const granted = await chrome.permissions.contains(LEAVES.sites);
  const notifies = await chrome.permissions.contains(LEAVES.notifications);
  // What the page under the popup has told stays true: the popup is of one page alone.
  context = { ...context, granted, notifies, tab: tab?.id, address: tab?.url };
  return tab;
}
