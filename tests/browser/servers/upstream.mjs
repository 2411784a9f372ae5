// What stands behind a gateway: a small server that can be dead, silent, rude, or answer whatever a story wants, and
// that changes from one to the other when told.
import { createServer } from 'node:http';
import { kindOf, nameOf } from './traffic.mjs';

/**
 * `dead` refuses connections, `silent` takes them and says nothing, `rude` hangs up in the middle of its answer.
 * @typedef {'dead' | 'silent' | 'rude' | Answer} Behaviour
 */

/**
 * @callback Answer
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @returns {void}
 */

export class Upstream {
  /** @type {Behaviour} */
  #behaviour = 'dead';
  #listening = false;
  #server;

  /**
   * @param {number} port
   * @param {import('./traffic.mjs').Traffic} [traffic] where to note requests; not needed behind a gateway, which notes them
   */
  constructor(port, traffic) {
    this.port = port;
    this.#server = createServer({ keepAliveTimeout: 1 }, (request, response) => {
      const at = Date.now();
      if (traffic) response.once('close', () => traffic.add(exchange(at, request, response)));
      if (this.#behaviour === 'silent') return;
      // Not before its answer: HAProxy passes that on as a hang-up where the browser had asked before.
      if (typeof this.#behaviour !== 'function') request.socket.end('HTTP/1.1 200 OK\r\nContent-Le');
      else this.#behaviour(request, response);
    });
    // A client that hangs up is its own business.
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /**
   * From now on it behaves like this. Returns when that is so.
   * @param {Behaviour} behaviour
   */
  async become(behaviour) {
    this.#behaviour = behaviour;
    if (behaviour === 'dead') await this.#close();
    else await this.#listen();
  }

  async #listen() {
    if (this.#listening) return;
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.port, '127.0.0.1', () => resolve(undefined));
    });
    this.#listening = true;
  }

  async #close() {
    if (!this.#listening) return;
    this.#listening = false;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

/**
 * @param {number} at
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @returns {import('./traffic.mjs').Exchange}
 */
function exchange(at, request, response) {
  return {
    at,
    host: nameOf(request.headers.host ?? ''),
    method: request.method ?? '',
    path: request.url ?? '',
    status: response.headersSent ? response.statusCode : 0,
    kind: kindOf(request.headers.accept),
    cookies: request.headers.cookie !== undefined,
  };
}

/**
 * An answer with everything said.
 * @param {number} status
 * @param {import('node:http').OutgoingHttpHeaders} headers
 * @param {string | Buffer} body
 * @returns {Answer}
 */
export function answer(status, headers, body) {
  return (_request, response) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
    response.end(body);
  };
}

/**
 * @param {number} status
 * @param {string} body
 * @param {import('node:http').OutgoingHttpHeaders} [headers]
 */
export function html(status, body, headers = {}) {
  return answer(status, { 'content-type': 'text/html; charset=utf-8', ...headers }, body);
}
