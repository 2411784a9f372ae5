// What the servers saw: one record a request, so that the stories speak of real traffic and not of what the extension
// believes it did.

/**
 * @typedef {object} Exchange
 * @property {number} at when it arrived, milliseconds since 1970
 * @property {string} host name in the Host header, no port, small letters
 * @property {string} method
 * @property {string} path with query
 * @property {number} status what the browser was answered; 0 when it went away before
 * @property {'load' | 'probe'} kind a page load, which asks for HTML, or anything else
 * @property {boolean} cookies whether it carried any
 */

/** All the requests since the start, in order of arrival. */
export class Traffic {
  /** @type {Exchange[]} */
  #all = [];

  /** @param {Exchange} exchange */
  add(exchange) {
    // A browser asks for an icon when it likes: that is neither the reader nor the extension.
    if (exchange.path === '/favicon.ico') return;
    this.#all.push(exchange);
    this.#all.sort((a, b) => a.at - b.at);
  }

  /**
   * @param {string} host
   * @returns {Exchange[]}
   */
  of(host) {
    return this.#all.filter((exchange) => exchange.host === host);
  }
}

/**
 * Told by the Accept header: browsers do not send Sec-Fetch-Mode to sites without encryption.
 * @param {string | undefined} accept
 */
export function kindOf(accept) {
  return accept?.includes('text/html') ? 'load' : 'probe';
}

/** @param {string} host a Host header */
export function nameOf(host) {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/**
 * Milliseconds between each request and the next.
 * @param {Exchange[]} exchanges
 */
export function gaps(exchanges) {
  return exchanges.slice(1).map((exchange, index) => exchange.at - /** @type {Exchange} */ (exchanges[index]).at);
}

/**
 * One line a request, for failures.
 * @param {Exchange[]} exchanges
 */
export function told(exchanges) {
  if (exchanges.length === 0) return '(no requests)';
  const first = /** @type {Exchange} */ (exchanges[0]).at;
  return exchanges
    .map(({ at, kind, method, path, status }) => `${String(at - first).padStart(7)} ms  ${kind}  ${method} ${path}  ${status}`)
    .join('\n');
}
