// What a page of ours asks of pages and sites at the reader's wish: the page under the popup, which tells how it came and
// what failed in it, and a site that is asked how it is. None of it runs while nobody asks.

import { context, tell, tellAlways } from './talk.js';

/** How long the popup waits for what the page under it tells, in milliseconds: one that is busy tells later. */
const PATIENCE = 150;

/**
 * Has the page under the popup tell how it came. Where that takes long the popup is drawn without, and drawn anew then.
 *
 * Without the right to the site we do not even try: Chrome keeps such a script in mind, and then offers to load the page
 * again.
 * @param {chrome.tabs.Tab | undefined} tab
 */
export async function arrival(tab) {
  if (!context.granted || !tab?.url?.startsWith('http')) return;
  let late = false;
  const told = twice(arrived).then((facts) => {
    tellAlways(facts ? { ...facts, shut: false } : { shut: true });
    if (late && !aside) tell({ kind: 'look' });
  });
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  late = true;
}

/** What failed in the page under the popup. Where we may not look any more, the popup says that, as it does by itself. */
export async function failedParts() {
  aside = true;
  const facts = await twice(failed);
  if (facts) return facts;
  aside = false;
  tellAlways({ shut: true });
  return { kind: 'look' };
}

/**
 * Runs a function in the page under the popup, and once more where that failed: the page may just have gone, and a new one come.
 * @template R
 * @param {() => R} func
 */
async function twice(func) {
  return (await run(func)) ?? run(func);
}

/**
 * Runs a function in the page under the popup; nothing comes of it where we may not.
 * @template R
 * @param {() => R} func
 * @returns {Promise<R | undefined>}
 */
async function run(func) {
  const target = { tabId: /** @type {number} */ (context.tab) };
  const [done] = await chrome.scripting.executeScript({ target, func, injectImmediately: true }).catch(() => []);
  return /** @type {R | undefined} */ (done?.result);
}

/** Runs in the page. */
function arrived() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  // What came out of the browser's own memory, or is from a worker of the page's, tells nothing of the server.
  const asked = entry !== undefined && entry.transferSize > 0 && entry.responseStart > 0;
  return { status: entry?.responseStatus ?? 0, took: asked ? entry.responseStart - entry.requestStart : undefined };
}

/**
 * Runs in the page: its requests that came with a server error, the most frequent first; and whether the browser has noted as
 * many as it may by itself: what came after is then not noted at all.
 */
function failed() {
  /** @type {Map<string, { address: string, status: number, times: number }>} */
  const found = new Map();
  let seen = 0;
  let unseen = 0;
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
  for (const entry of entries) {
    const { name, responseStatus: status } = entry;
    if (!name.startsWith('http')) continue;
    if (!status) {
      unseen += 1;
      continue;
    }
    seen += 1;
    if (status < 500) continue;
    const [address = ''] = name.split(/[?#]/, 1);
    const key = `${status} ${address}`;
    const part = found.get(key) ?? { address, status, times: 0 };
    part.times += 1;
    found.set(key, part);
  }
  const parts = [...found.values()].sort((a, b) => b.times - a.times).slice(0, 20);
  return { parts, seen, unseen, full: entries.length === 250 };
}

/** Whether a site is being asked. */
let asking = false;
/** Whether what the reader asked for is on the screen, or comes there: no news takes its place. */
export let aside = false;

/**
 * Asks a site how it is, once at a time.
 * @param {string} address
 */
export async function askSite(address) {
  if (asking) return;
  asking = aside = true;
  try {
    await tell({ kind: 'ask', about: address });
  } finally {
    asking = false;
  }
}

/** Shows again what is shown without being asked for. */
export function comeBack() {
  aside = false;
  return tell({ kind: 'look' });
}
