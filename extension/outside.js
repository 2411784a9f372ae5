// Requests to services that are neither ours nor the site's, made only after the reader has pressed for it and agreed.

import { LEAVES } from './leaves.js';

/** Milliseconds for one answer. */
const LONGEST = 10_000;
/** Most characters of an answer that are read. */
const MOST = 500_000;

/**
 * Without cookies, without a word of where it comes from, and not sent on elsewhere.
 * @param {string} url
 * @param {string} accept the kind of data that the answer is to be
 * @param {string} [body]
 * @param {string} [etag]
 */
async function fetchOutside(url, accept, body, etag) {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(etag ? { 'if-none-match': etag } : {}) },
    body,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(LONGEST),
  });
  const { status, headers } = response;
  return { status, etag: headers.get('etag'), retryAfter: headers.get('retry-after'), body: parsed(await start(response)) };
}

/**
 * The beginning of an answer: whoever sends more than a check can say is not listened to further.
 * @param {Response} response
 */
async function start(response) {
  let text = '';
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done && text.length < MOST; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true });
  }
  reader?.cancel();
  return text;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

Object.assign(globalThis, { fetchOutside });

/**
 * The press that counts: without the browser's leave the reader is asked first. A press in a page is not the reader's own for
 * Firefox; then the popup opens, which has the same question.
 * @param {any} message
 */
export async function allowed(message) {
  const { action, surface } = message ?? {};
  const kind = /^ask-(.*)/.exec(action)?.[1];
  if (!kind && action !== 'allow-outside') return message;
  if (await chrome.permissions.contains(LEAVES.outside).catch(() => false)) return message;
  if (kind) return { ...message, action: `consent-${kind}` };
  if (surface === 'page') {
    const granted = await chrome.permissions.request(LEAVES.outside).catch(() => false);
    if (granted) return message;
    await chrome.action.openPopup?.().catch(() => {});
  }
  // The question stays.
  return { ...message, kind: 'look' };
}
