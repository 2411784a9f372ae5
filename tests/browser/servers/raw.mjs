// A server below HTTP: it writes the bytes it is given, as no decent server would. For headers that are too long, no
// UTF-8, or nonsense.
import { createServer } from 'node:net';
import { kindOf, nameOf } from './traffic.mjs';

/**
 * @typedef {object} RawServer
 * @property {(bytes: Buffer) => void} say the whole answer from now on, status line included
 * @property {() => Promise<void>} stop
 */

/**
 * @param {number} port
 * @param {import('./traffic.mjs').Traffic} traffic
 * @param {Buffer} bytes
 * @returns {Promise<RawServer>}
 */
export async function startRaw(port, traffic, bytes) {
  let words = bytes;
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    let request = '';
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      request += data.toString('latin1');
      if (!request.includes('\r\n\r\n')) return;
      traffic.add(exchange(request, words));
      request = '';
      socket.end(words);
    });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  return {
    say: (next) => (words = next),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {string} status for instance `503 Service Unavailable`
 * @param {[string, string | Buffer][]} headers
 * @param {string} body
 */
export function response(status, headers, body) {
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`),
    ...headers.flatMap(([name, value]) => [Buffer.from(`${name}: `), Buffer.from(value), Buffer.from('\r\n')]),
    Buffer.from(`\r\n${body}`),
  ]);
}

/**
 * @param {string} request
 * @param {Buffer} answer
 * @returns {import('./traffic.mjs').Exchange}
 */
function exchange(request, answer) {
  const [first = '', ...lines] = request.split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  /** @param {string} name */
  const header = (name) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1).trim();
  return {
    at: Date.now(),
    host: nameOf(header('host') ?? ''),
    method,
    path,
    status: Number(answer.toString('latin1', 9, 12)),
    kind: kindOf(header('accept')),
    cookies: header('cookie') !== undefined,
  };
}
