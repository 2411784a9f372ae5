// A stand-in for Globalping's API, held to what its published specification says of requests and answers; and it can be slow,
// full, or out of its mind.
import { createServer } from 'node:http';
import { freePort } from '../lib/ports.mjs';
import { wrongInNews, wrongInWish } from './globalping-schema.mjs';

/** @typedef {import('./globalping-schema.mjs').Kind} Kind */

/** @type {[string, string, string, number, number][]} */
const places = [
  ['AF', 'ZA', 'Johannesburg', -26.2, 28.0],
  ['AS', 'JP', 'Tokyo', 35.7, 139.7],
  ['EU', 'FR', 'Lyon', 45.8, 4.8],
  ['NA', 'US', 'Chicago', 41.9, -87.6],
  ['OC', 'AU', 'Sydney', -33.9, 151.2],
  ['SA', 'BR', 'São Paulo', -23.5, -46.6],
];

/**
 * What a place gets: a status; the times of its pings, of which there are three; the addresses on the way to 192.0.2.7, `null`
 * for a silent one; the addresses of the name, or the name of an error. Undefined fails.
 * @typedef {number | number[] | (string | null)[] | string | undefined} Got
 */

/**
 * @typedef {object} Globalping
 * @property {string} base its address
 * @property {{ at: number, method: string, path: string, cookies: boolean, referrer: boolean, tag: string | undefined }[]} asked
 * @property {Kind[]} kinds what was asked for, in that order
 * @property {string[]} wrong what was against the specification
 * @property {(got: Got[]) => void} find what the places get
 * @property {(instead: string | undefined) => void} say this in place of any sense, until told otherwise
 * @property {(slow: boolean) => void} dawdle never finish a check
 * @property {(full: boolean) => void} limit
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Globalping>} */
export async function startGlobalping() {
  const port = await freePort();
  /** @type {Globalping['asked']} */
  const asked = [];
  /** @type {string[]} */
  const wrong = [];
  /** @type {Kind[]} */
  const kinds = [];
  /** @type {Got[]} */
  let found = [];
  /** @type {string | undefined} */
  let nonsense;
  let full = false;
  let slow = false;
  let polls = 0;
  let target = '';

  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    const tag = headers['if-none-match'];
    asked.push({ at: Date.now(), method, path, cookies: headers.cookie !== undefined, referrer: headers.referer !== undefined, tag });
    let sent = '';
    request.on('data', (data) => (sent += data));
    request.on('end', () => {
      /** @param {number} status @param {unknown} content @param {Record<string, string>} [extra] */
      const answer = (status, content, extra = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*', ...extra });
        response.end(status === 304 ? undefined : JSON.stringify(content));
      };
      if (headers.accept !== 'application/json') wrong.push(`accept: ${headers.accept}`);
      if (full) return answer(429, { error: { type: 'rate_limit_exceeded', message: 'API rate limit exceeded.' } }, { 'retry-after': '700' });
      if (nonsense !== undefined) return void response.writeHead(method === 'POST' ? 202 : 200, { 'content-type': 'application/json' }).end(nonsense);
      if (method === 'POST' && path === '/v1/measurements') {
        const body = JSON.parse(sent);
        const against = wrongInWish(body);
        if (against) wrong.push(against);
        kinds.push(body.type);
        target = body.target;
        polls = 0;
        return answer(202, { id: 'nzGzfAGL7sZfUs3c', probesCount: 6 });
      }
      if (method !== 'GET' || path !== '/v1/measurements/nzGzfAGL7sZfUs3c') wrong.push(`${method} ${path}`);
      polls += 1;
      // The second poll brings nothing new, the third all.
      if (polls === 2 && tag === '"1"') return answer(304, undefined);
      const kind = kinds.at(-1) ?? 'http';
      const done = polls > 2 && !slow;
      const now = new Date().toISOString();
      const results = places.map(([continent, country, city, latitude, longitude], place) => ({
        probe: { continent, region: '', country, state: null, city, asn: 64500, network: 'Example', latitude, longitude, tags: [], resolvers: [] },
        result: done || place < 2 ? outcome(kind, found[place]) : { status: 'in-progress', rawOutput: '' },
      }));
      const content = { id: 'nzGzfAGL7sZfUs3c', type: kind, status: done ? 'finished' : 'in-progress', createdAt: now, updatedAt: now, target, probesCount: 6, results };
      const against = wrongInNews(content);
      if (against) wrong.push(`of ours: ${against}`);
      answer(200, content, { etag: `"${polls}"` });
    });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    kinds,
    wrong,
    find: (next) => (found = next),
    say: (instead) => (nonsense = instead),
    dawdle: (next) => (slow = next),
    limit: (next) => (full = next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const site = { resolvedAddress: '192.0.2.7', resolvedHostname: 'web.example.com' };

/**
 * @param {Kind} kind
 * @param {Got} got
 */
function outcome(kind, got) {
  if (got === undefined) return { status: 'failed', failureSource: 'target', rawOutput: 'connect ECONNREFUSED' };
  const done = { status: 'finished', rawOutput: '' };
  if (kind === 'http') {
    return { ...done, statusCode: got, statusCodeName: '', resolvedAddress: '192.0.2.7', headers: {}, rawHeaders: '', rawBody: null, truncated: false, timings: {}, tls: null };
  }
  if (kind === 'dns') {
    const codes = /** @type {Record<string, number>} */ ({ SERVFAIL: 2, NXDOMAIN: 3 });
    const name = typeof got === 'string' ? got : 'NOERROR';
    const entry = (/** @type {string} */ type, /** @type {string} */ value) => ({ name: 'a.example.com.', type, ttl: 60, class: 'IN', value });
    const answers = Array.isArray(got) ? [entry('CNAME', 'cdn.example.net.'), ...got.map((value) => entry('A', String(value)))] : [];
    return { ...done, statusCode: codes[name] ?? 0, statusCodeName: name, resolver: 'private', answers, timings: { total: 12 } };
  }
  const parts = Array.isArray(got) ? got : [];
  if (kind === 'ping') {
    const times = parts.map(Number);
    const [min, max] = times.length > 0 ? [Math.min(...times), Math.max(...times)] : [null, null];
    const rcv = times.length;
    const stats = { min, avg: min, max, total: 3, rcv, drop: 3 - rcv, loss: ((3 - rcv) / 3) * 100 };
    return { ...done, ...site, stats, timings: times.map((rtt) => ({ rtt, ttl: 59 })) };
  }
  const hops = parts.map((address) => ({
    resolvedAddress: address,
    resolvedHostname: address === null ? null : `hop-${String(address).replaceAll('.', '-')}.example.net`,
    timings: address === null ? [] : [{ rtt: 1.5 }],
  }));
  return { ...done, ...site, hops };
}
