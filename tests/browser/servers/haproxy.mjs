// A real HAProxy on loopback. Like our nginx it reads the port of the upstream from the site's name. It answers 503 for
// a dead upstream, 504 for a silent one and 502 for one that hangs up, each with its own page.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { program, start, stop } from '../lib/children.mjs';
import { freePort } from '../lib/ports.mjs';
import { until } from '../lib/until.mjs';
import { kindOf, nameOf } from './traffic.mjs';

/**
 * @typedef {object} Haproxy
 * @property {number} port
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} folder an empty folder of ours
 * @param {import('./traffic.mjs').Traffic} traffic
 * @returns {Promise<Haproxy>}
 */
export async function startHaproxy(folder, traffic) {
  const path = program('haproxy', 'haproxy');
  const port = await freePort();
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, configuration(port));

  const child = start(path, ['-db', '-f', file]);
  let complaint = '';
  child.stderr.on('data', (data) => (complaint += data));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const found = exchange(line);
    if (found) traffic.add(found);
  });
  await until(
    'HAProxy to answer',
    async () => {
      if (child.exitCode !== null) throw new Error(`HAProxy ended with ${child.exitCode}: ${complaint}`);
      return (await fetch(`http://127.0.0.1:${port}/`)).status;
    },
    { within: 5_000, every: 50 },
  );
  return { port, stop: () => stop(child) };
}

/** @param {number} port */
function configuration(port) {
  return `
global
  log stdout format raw local0
  maxconn 512
defaults
  mode http
  log global
  timeout connect 1s
  timeout server 1s
  timeout client 15s
  retries 0
frontend entrance
  bind 127.0.0.1:${port}
  http-request capture req.hdr(host) len 128
  http-request capture req.fhdr(accept) len 32
  http-request capture req.hdr(cookie) len 64
  log-format "%[date(0,ms)] %Ta %ST %HM %[capture.req.hdr(0)] %[capture.req.hdr(2),length] %HU %[capture.req.hdr(1)]"
  default_backend upstreams
backend upstreams
  http-request set-var(req.port) req.hdr(host),regsub(^.*-,),regsub([.].*$,)
  http-request set-dst-port var(req.port)
  server upstream 127.0.0.1:0
`;
}

/**
 * @param {string} line one of its log, see `log-format`
 * @returns {import('./traffic.mjs').Exchange | undefined}
 */
function exchange(line) {
  const match = /^(\d+) (-?\d+) (-?\d+) (\S+) (\S+) (\S+) (\S+) (.*)$/.exec(line);
  if (!match) return undefined; // "Proxy … started", or a bare TCP connection
  const [, ended = '0', took = '0', status = '0', method = '', host = '', cookies = '', path = '', accept = ''] = match;
  return {
    at: Number(ended) - Math.max(0, Number(took)),
    host: nameOf(host),
    method,
    path: path.replace(/^https?:\/\/[^/]*/, ''),
    status: Math.max(0, Number(status)),
    kind: kindOf(accept),
    cookies: Number(cookies) > 0,
  };
}
