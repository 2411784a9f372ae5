// The background's ears: every listener, and nothing that decides.
//
// Listeners must be there the moment this file has run, and WebAssembly starts later; so they are registered here, drop
// what cannot matter, and hand on the rest. The core is started when there is something to hand on, not before.

import start, { concerns, deliver } from 'back_soon.js'; // build.sh makes it of the core
import { readAhead, readWords } from './ahead.js';
import { showState } from './icon.js';
import { FIREFOX, LEAVES } from './leaves.js';
import { arrived, known, loaded, redirected, sentFrom } from './loads.js';
import { allowed } from './outside.js';
import { fetchAlone } from './probing.js';
import { drawIn, expect, expectNoMore, forgetOthers, forgetTab, sendEarly, wasExpected } from './sending.js';

const WEB = { urls: ['http://*/*', 'https://*/*'], types: /** @type {['main_frame']} */ (['main_frame']) };

/** @type {Promise<unknown> | undefined} The start of the core, once it has been asked for. */
let started;
/** Whether the core runs. */
let running = false;
/** @type {Set<number>} Tabs with a failure that the core has not taken in yet. */
const failing = new Set();
/** Tabs whose next document was answered for over the net; of others only the document itself can tell how it came. */
const answered = new Set();

/** What is remembered while the browser runs. Nothing is, when it has just been started, or we have. */
const remembered = chrome.storage.session.get(['begun', 'tabs']).catch(() => ({ begun: true, tabs: [] }));
remembered.then(({ begun }) => begun || begin());

function core() {
  started ??= startCore();
  return started;
}

function startCore() {
  readAhead();
  return start({ module_or_path: chrome.runtime.getURL('wasm/back_soon_bg.wasm') }).then(
    () => {
      running = true;
      forgetOthers().catch((error) => console.warn('Back Soon: scripts', error));
    },
    (error) => {
      started = undefined; // The next event tries again.
      throw error;
    },
  );
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
  remembered.then(({ tabs }) => {
    // Not what the core knows by now: a tab that has failed since has nothing to do with what happened in it before.
    if (Array.isArray(tabs) && tabs.includes(tab)) tell(event, details);
  });
}

Object.assign(globalThis, { drawIn, fetchAlone, readWords, showState });

/**
 * A document is there. If it is the one that failed, our script does not wait for the core to have taken that in.
 * @param {number} tabId
 * @param {chrome.webNavigation.WebNavigationTransitionCallbackDetails} details
 */
function committed(tabId, details) {
  if (wasExpected(details)) return sendEarly(tabId, details.timeStamp, tell('committed', details));
  expectNoMore(tabId);
  tellOf(tabId, 'committed', details);
}

/** What can be asked about by the menu of the right button: the place, and what of it has an address. */
const MENU = /** @type {const} */ (['link', 'page']);

/** Browsers on phones have no such menu. */
async function tryMenu() {
  if (!chrome.contextMenus) return;
  await chrome.contextMenus.removeAll();
  const title = chrome.i18n.getMessage('menu_is_down');
  for (const id of MENU) {
    const where = id === 'link' ? { targetUrlPatterns: WEB.urls } : { documentUrlPatterns: WEB.urls };
    // It may be there already: we are started and installed in the same moment.
    chrome.contextMenus.create({ id, title, contexts: [id], ...where }, () => void chrome.runtime.lastError);
  }
}

const makeMenu = () => tryMenu().catch((error) => console.warn('Back Soon: menu', error));

/** The browser was started, or we were installed, updated or switched on. */
async function begin() {
  await chrome.storage.session.set({ begun: true });
  makeMenu();
  const { watched } = await chrome.storage.local.get('watched');
  if (watched) tell('began');
  takeUp();
}

/** Looks for tabs whose page had failed before we could hear of it. */
async function takeUp() {
  const tabs = await chrome.tabs.query({ url: WEB.urls, discarded: false }).catch(() => []);
  for (const { id, status, url } of tabs) if (id !== undefined && url && status === 'complete') lookInto(id, url);
}

/**
 * Has a document tell how it came. Where we may not look, the browser shows an error of its own, or nothing of the web.
 *
 * Without the right to the site we do not even try: Chrome keeps such a script in mind, and then offers to load the page
 * again where our popup should open.
 * @param {number} tabId
 * @param {string} address
 */
async function lookInto(tabId, address) {
  const { protocol, hostname } = new URL(address);
  const mayLook = await chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] }).catch(() => false);
  if (!mayLook) return;
  const found = await chrome.scripting.executeScript({ target: { tabId }, func: how, injectImmediately: true }).catch(() => []);
  const { url, status } = found[0]?.result ?? {};
  if (status && status >= 500 && !failing.has(tabId)) tell('found', { tabId, url, status });
}

/** Runs in the document. */
function how() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  return { url: location.href, status: entry?.responseStatus ?? 0 };
}

chrome.webRequest.onHeadersReceived.addListener(
  (details) => {
    // Not a page that the reader went to: loaded ahead of time.
    if ('documentLifecycle' in details && (details.documentLifecycle !== 'active' || details.documentId)) return;
    const { requestId, tabId, statusCode } = details;
    answered.add(tabId);
    expectNoMore(tabId);
    if (statusCode < 500) return tellOf(tabId, 'responded', details);
    expect(details);
    failing.add(tabId);
    tell('responded', { ...details, sentFrom: sentFrom(requestId) }).finally(() => {
      failing.delete(tabId);
      // A site that the reader has told us to leave alone.
      if (running && !concerns(tabId)) expectNoMore(tabId);
    });
  },
  WEB,
  ['responseHeaders'],
);

// Only here do browsers say that a response came out of their cache, on the way back to a page that failed a while ago.
chrome.webRequest.onResponseStarted.addListener((details) => {
  const { fromCache, requestId, statusCode, url } = details;
  arrived(requestId);
  if (statusCode >= 500) return void (fromCache && tellOf(details.tabId, 'recalled', details));
  if (!fromCache) loaded(url);
}, WEB);

chrome.webRequest.onBeforeRedirect.addListener(({ requestId, url, redirectUrl }) => redirected(requestId, url, redirectUrl), WEB);

chrome.webNavigation.onCommitted.addListener((details) => {
  if (details.frameId !== 0) return;
  const { tabId, url, transitionQualifiers } = details;
  committed(tabId, details);
  if (answered.delete(tabId) || !url.startsWith('http') || transitionQualifiers?.includes('forward_back')) return;
  // No answer over the net: a service worker of the page's own made it up.
  lookInto(tabId, url);
});

// Chrome commits no document where it has a page of its own for an error. Firefox does, and says of loads that went well
// that they failed.
if (!FIREFOX) {
  chrome.webNavigation.onErrorOccurred.addListener((details) => {
    if (details.frameId === 0 && details.error !== 'net::ERR_ABORTED') tellOf(details.tabId, 'load-failed', details);
  });
}

chrome.tabs.onRemoved.addListener((tab) => {
  answered.delete(tab);
  forgetTab(tab);
  tellOf(tab, 'closed', tab);
});

// That we run is enough: what is remembered tells that all is new.
chrome.runtime.onStartup.addListener(() => {});
chrome.runtime.onInstalled.addListener(makeMenu);

// The keys that the manifest names, over the tab in front.
chrome.commands?.onCommand.addListener((command, tab) => {
  if (tab?.id !== undefined) tellOf(tab.id, 'command', { tabId: tab.id, command });
});

// The page that opens asks the site: the press was this one.
chrome.contextMenus?.onClicked.addListener(({ linkUrl, pageUrl }, tab) => {
  // Chrome shows no page of ours in a private window, but in an ordinary one, where the address would stay behind.
  if (tab?.incognito && !FIREFOX) return void chrome.action.openPopup?.().catch(() => {});
  const url = chrome.runtime.getURL(`help.html?ask#${encodeURIComponent(linkUrl ?? pageUrl ?? '')}`);
  chrome.tabs.create({ url, windowId: tab?.windowId, openerTabId: tab?.id }).catch((error) => console.warn('Back Soon: menu', error));
});

chrome.permissions.onAdded.addListener(({ origins, permissions }) => {
  if (origins?.length) takeUp();
  if (permissions?.includes('notifications')) hearNotifications();
});

function hearNotifications() {
  chrome.notifications?.onClicked.addListener((name) => tell('notification-pressed', name));
}
hearNotifications();

// By us, by another computer of the reader's through the browser's sync, or by hand. What else is kept is of no concern.
chrome.storage.onChanged.addListener(({ settings, synced }) => void ((settings || synced) && tell('settings-changed')));

chrome.alarms.onAlarm.addListener(() => tell('alarm'));

/**
 * A press in a page counts as the reader's here too in Chromium 156, if nothing was waited for since. In Firefox 153 it does
 * not ("permissions.request may only be called from a user input handler"): then the popup opens, which has a button for it.
 */
function askForNotifications() {
  const leave = LEAVES.notifications;
  const open = async () => (await chrome.permissions.contains(leave)) || (await chrome.action.openPopup?.());
  // What has been granted is granted again without a question.
  chrome.permissions.request(leave).catch(open).catch(() => {});
}

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const { tab, frameId: frame, url } = sender;
  // Our own pages ask by themselves. Nothing is told outside of a private window.
  const inPage = message?.surface === 'page' && tab?.incognito === false;
  if (inPage && message.action === 'keep-watching') askForNotifications();
  // Our own page bears the address that failed behind its own.
  const about = message?.address ?? url?.split('#')[1] ?? url;
  const sent = { tab: tab?.id, private: tab?.incognito, frame, url, known: known(about) };
  allowed(message).then((message) => hand('message', { message, ...sent })).then(reply, (error) => {
    console.warn('Back Soon: message', error);
    reply();
  });
  return true; // The answer comes later.
});
