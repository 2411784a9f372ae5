// A proxy on loopback that a browser is sent through for everything: it notes each host that is asked for, reaches the
// sites of a story, whose names it alone can resolve, and refuses everybody else.
import { createServer, request as ask } from 'node:http';
import { freePort } from '../lib/ports.mjs';

/**
 * @typedef {object} RecordingProxy
 * @property {string} address host and port, for the browser
 * @property {() => string[]} hosts name and port of everyone whom the browser asked for, each once, in order of the alphabet
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string[]} sites name and port of each site that it lets through, to that port on loopback
 * @returns {Promise<RecordingProxy>}
 */
export async function startRecordingProxy(sites) {
  /** @type {Set<string>} */
  const seen = new Set();
  const port = await freePort();
  const server = createServer((incoming, outgoing) => {
    const target = addressed(incoming);
    seen.add(target.host);
    if (!sites.includes(target.host)) return void outgoing.writeHead(403, { connection: 'close' }).end();
    const { method, headers } = incoming;
    const path = `${target.pathname}${target.search}`;
    const passed = ask({ host: '127.0.0.1', port: target.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.on('connect', ({ url = '' }, socket) => {
    seen.add(url);
    // A browser that went away meanwhile is no trouble of ours.
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  return {
    address: `127.0.0.1:${port}`,
    hosts: () => [...seen].sort(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * The whole address that a proxy is told. Its host says the port only where that is not the scheme's own.
 * @param {import('node:http').IncomingMessage} incoming
 */
function addressed({ url = '', headers }) {
  return new URL(url, `http://${headers.host}`);
}
