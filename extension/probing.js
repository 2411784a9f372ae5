// Sending off what asks a site whether it is back.

/** @type {Map<string, AbortController>} What ends the newest question to each web origin; once it is answered, nothing. */
const asking = new Map();

/**
 * For the core: a web origin gets one question at a time. One that has not been answered, and that nobody waits for any more since the
 * reader pressed "Stop" or closed the tab meanwhile, ends when the next is sent.
 * @param {Request} request
 */
export function fetchAlone(request) {
  const { origin } = new URL(request.url);
  asking.get(origin)?.abort();
  const abort = new AbortController();
  asking.set(origin, abort);
  return fetch(request, { signal: AbortSignal.any([request.signal, abort.signal]) });
}
