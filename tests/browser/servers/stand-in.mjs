// A reverse proxy of a few lines, for machines without nginx: the demo must not need one. It answers 502 for a dead
// upstream and 504 for a silent one, as any gateway does. The tests never use it.
import { createServer, request as ask } from 'node:http';
import { freePort } from '../lib/ports.mjs';
import { kindOf, nameOf } from './traffic.mjs';

/** How long it waits for an upstream. */
const patience = 1_000;

/**
 * @param {import('./traffic.mjs').Traffic} traffic
 * @param {(name: string) => number | undefined} upstreamOf the port behind a name
 */
export async function startStandIn(traffic, upstreamOf) {
  const port = await freePort();
  const server = createServer((incoming, outgoing) => {
    const at = Date.now();
    const host = nameOf(incoming.headers.host ?? '');
    const { method = '', url: path = '', headers } = incoming;
    outgoing.once('close', () => {
      const cookies = headers.cookie !== undefined;
      traffic.add({ at, host, method, path, status: outgoing.statusCode, kind: kindOf(headers.accept), cookies });
    });
    const upstream = upstreamOf(host);
    if (upstream === undefined) return refuse(outgoing, 404, 'Not Found');
    const passed = ask({ host: '127.0.0.1', port: upstream, method, path, headers, timeout: patience }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once('timeout', () => {
      refuse(outgoing, 504, 'Gateway Time-out');
      passed.destroy();
    });
    passed.once('error', () => refuse(outgoing, 502, 'Bad Gateway'));
    incoming.pipe(passed);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  return {
    port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {import('node:http').ServerResponse} outgoing
 * @param {number} status
 * @param {string} words
 */
function refuse(outgoing, status, words) {
  if (outgoing.headersSent) return;
  outgoing.writeHead(status, { 'content-type': 'text/html' });
  outgoing.end(`<html><head><title>${status} ${words}</title></head><body><center><h1>${status} ${words}</h1></center></body></html>`);
}
