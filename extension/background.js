// The background's ears: every listener, and nothing that decides.
//
// Listeners must be there the moment this file has run, and WebAssembly starts later; so they are registered here, drop
// what cannot matter, and hand on the rest. The core is started when there is something to hand on, not before.

import start, { concerns, deliver } from './wasm/back_soon.js';

const WEB = { urls: ['http://*/*', 'https://*/*'], types: /** @type {['main_frame']} */ (['main_frame']) };

/** @type {Promise<unknown> | undefined} The start of the core, once it has been asked for. */
let started;
/** Whether the core runs. */
let running = false;
/** @type {Set<number>} Tabs with a failure that the core has not taken in yet. */
const failing = new Set();
/** @type {Promise<number[]> | undefined} The tabs that waited when the core last saved its state. */
let waiting;

function core() {
  started ??= start({ module_or_path: chrome.runtime.getURL('wasm/back_soon_bg.wasm') }).then(
    () => (running = true),
    (error) => {
      started = undefined; // The next event tries again.
      throw error;
    },
  );
  return started;
}

/**
 * @param {string} event
 * @param {unknown} [details]
 * @returns {Promise<any>}
 */
async function hand(event, details) {
  await core();
  return deliver(event, details);
}

/**
 * Hands on an event that nobody waits for.
 * @param {string} event
 * @param {unknown} [details]
 */
function tell(event, details) {
  return hand(event, details).catch((error) => console.warn('Back Soon:', event, error));
}

/**
 * Hands on an event of a tab if that tab waits on an outage. With no outage anywhere this costs one look at an empty list.
 * @param {number} tab
 * @param {string} event
 * @param {unknown} details
 */
function tellOf(tab, event, details) {
  if (failing.has(tab) || (running && concerns(tab))) return void tell(event, details);
  if (running) return;
  waiting ??= chrome.storage.session.get('tabs').then(({ tabs }) => (Array.isArray(tabs) ? tabs : []), () => []);
  waiting.then((tabs) => {
    // Not what the core knows by now: a tab that has failed since has nothing to do with what happened in it before.
    if (tabs.includes(tab)) tell(event, details);
  });
}

chrome.webRequest.onHeadersReceived.addListener(
  (details) => {
    // Not a page that the reader went to: loaded ahead of time.
    if ('documentLifecycle' in details && (details.documentLifecycle !== 'active' || details.documentId)) return;
    const { tabId, statusCode } = details;
    if (statusCode < 500) return tellOf(tabId, 'responded', details);
    failing.add(tabId);
    tell('responded', details).finally(() => failing.delete(tabId));
  },
  WEB,
  ['responseHeaders'],
);

// Only here do browsers say that a response came out of their cache, on the way back to a page that failed a while ago.
chrome.webRequest.onResponseStarted.addListener((details) => {
  if (details.fromCache && details.statusCode >= 500) tellOf(details.tabId, 'recalled', details);
}, WEB);

chrome.webNavigation.onCommitted.addListener((details) => {
  if (details.frameId === 0) tellOf(details.tabId, 'committed', details);
});

// Chrome commits no document where it has a page of its own for an error. Firefox does, and says of loads that went well
// that they failed.
if (!('getBrowserInfo' in chrome.runtime)) {
  chrome.webNavigation.onErrorOccurred.addListener((details) => {
    if (details.frameId === 0 && details.error !== 'net::ERR_ABORTED') tellOf(details.tabId, 'load-failed', details);
  });
}

chrome.tabs.onRemoved.addListener((tab) => tellOf(tab, 'closed', tab));

chrome.alarms.onAlarm.addListener(() => tell('alarm'));

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  hand('message', { message, tab: sender.tab?.id, frame: sender.frameId, url: sender.url }).then(reply, (error) => {
    console.warn('Back Soon: message', error);
    reply();
  });
  return true; // The answer comes later.
});
