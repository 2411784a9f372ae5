// How our script gets into a failed document. When, is the core's and the listeners' matter.
//
// The browser is told of the script as soon as the head of the failed answer is there, and then runs it in the document
// before anything is painted. Where that comes too late, or the document was not foreseen, it is sent in.

/**
 * @typedef {object} Expected
 * @property {string} address of the failed answer, without its fragment
 * @property {string} script the name under which the browser knows our script
 * @property {Promise<unknown>} told settles when the browser knows it, or does not want it
 * @property {number} known when it came to know it
 */

/** @type {Map<number, Expected>} The failed answer whose document has not been committed yet, by tab. */
const expected = new Map();
/** @type {Map<number, { address: string, since: number }>} The document that the browser last named in each tab, and when. */
const named = new Map();
/** @type {Map<number, Promise<unknown>>} Our script on its way into a failed document, while the core still takes in the commit. */
const early = new Map();

/** @type {Set<string>} The names under which the browser knows our script, or soon will, because of us. */
const ours = new Set();

const FILES = ['surface.js'];

/**
 * Milliseconds after which we have heard of an answer too late for its document: we have only just been started, and the
 * browser has gone on meanwhile.
 */
const LATE = 30;

/**
 * The document of a failed answer will follow; or is there, since Firefox may name it before it tells of the answer.
 * @param {{ tabId: number, requestId: string, url: string, timeStamp: number }} details of that answer
 */
export function expect({ tabId, requestId, url, timeStamp }) {
  const address = withoutFragment(url);
  const there = named.get(tabId);
  if (there?.address === address && there.since >= timeStamp) return void send(tabId).catch(() => {}); // The core looks for it, too.
  const { protocol, hostname } = new URL(url);
  const script = `failed-${requestId}`;
  const matches = [`${protocol}//${hostname}/*`];
  /** @type {Expected} */
  const one = { address, script, told: Promise.resolve(), known: Infinity };
  expected.set(tabId, one);
  if (Date.now() - timeStamp > LATE) return;
  ours.add(script);
  // Not every address can be said as a pattern; then it is sent in later.
  one.told = chrome.scripting
    .registerContentScripts([{ id: script, matches, js: FILES, runAt: 'document_start', persistAcrossSessions: false }])
    .then(() => void (one.known = Date.now()), () => {});
}

/**
 * No failed document will follow in that tab, or it has.
 * @param {number} tabId
 */
export function expectNoMore(tabId) {
  const one = expected.get(tabId);
  expected.delete(tabId);
  if (one) forget(one);
}

/**
 * The browser has named a document; whether it is the one expected.
 * @param {{ tabId: number, url: string, timeStamp: number }} details of its commit
 */
export function wasExpected({ tabId, url, timeStamp }) {
  const address = withoutFragment(url);
  named.set(tabId, { address, since: timeStamp });
  return expected.get(tabId)?.address === address;
}

/**
 * A tab is gone.
 * @param {number} tabId
 */
export function forgetTab(tabId) {
  named.delete(tabId);
  expectNoMore(tabId);
}

/**
 * The document that was expected is there: sees to it that our script is in it, and that the core does not send it a second
 * time while it takes that in.
 * @param {number} tabId
 * @param {number} since when it was committed
 * @param {Promise<unknown>} taken until the core has taken in that it is there
 */
export function sendEarly(tabId, since, taken) {
  const one = expected.get(tabId);
  expected.delete(tabId);
  const sent = one && one.known < since ? sendUnlessThere(tabId) : send(tabId);
  // Of a failure the core hears. The document is committed before it begins: until then the script must stay known.
  sent.catch(() => {}).finally(() => one && forget(one));
  early.set(tabId, sent);
  taken.finally(() => early.delete(tabId));
}

/** A background before us may have died between the answer and its document. */
export async function forgetOthers() {
  const known = await chrome.scripting.getRegisteredContentScripts();
  const ids = known.map(({ id }) => id).filter((id) => !ours.has(id));
  if (ids.length > 0) await chrome.scripting.unregisterContentScripts({ ids });
}

/**
 * For the core: sends our script in, unless it is on its way already.
 * @param {number} tabId
 */
export function drawIn(tabId) {
  const sent = early.get(tabId) ?? send(tabId);
  early.delete(tabId);
  return sent;
}

/** @param {Expected} one */
function forget({ script, told }) {
  if (!ours.delete(script)) return;
  told.then(() => chrome.scripting.unregisterContentScripts({ ids: [script] })).catch(() => {});
}

/** @param {number} tabId */
function send(tabId) {
  return chrome.scripting.executeScript({ target: { tabId }, files: FILES, injectImmediately: true });
}

/**
 * Looks when the document has been read: by then it is there, if the browser knew of it in time.
 * @param {number} tabId
 */
async function sendUnlessThere(tabId) {
  const [found] = await chrome.scripting.executeScript({ target: { tabId }, func: isThere });
  if (!found?.result) await send(tabId);
}

/** Runs in the document. */
function isThere() {
  return 'backSoonHello' in globalThis;
}

/** @param {string} url */
function withoutFragment(url) {
  return url.split('#')[0] ?? url;
}
