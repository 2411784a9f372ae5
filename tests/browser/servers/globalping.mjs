// A stand-in for Globalping's API, held to what its published specification says of requests and answers; and it can be slow,
// full, or out of its mind.
import Ajv from 'ajv';
import { createServer } from 'node:http';
import { freePort } from '../lib/ports.mjs';

/** What a measurement of ours may ask for: nothing beside what the specification knows, and of the page only its host. */
const wish = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'target', 'locations'],
  properties: {
    type: { const: 'http' },
    target: { type: 'string', pattern: '^[a-z0-9.-]+$' },
    inProgressUpdates: { type: 'boolean' },
    locations: {
      type: 'array',
      minItems: 5,
      maxItems: 6,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['continent'],
        properties: { continent: { enum: ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'] }, limit: { type: 'integer', minimum: 1, maximum: 200 } },
      },
    },
    measurementOptions: {
      type: 'object',
      additionalProperties: false,
      properties: {
        protocol: { enum: ['HTTP', 'HTTPS', 'HTTP2'] },
        port: { type: 'integer', minimum: 0, maximum: 65535 },
        request: { type: 'object', additionalProperties: false, properties: { method: { enum: ['HEAD', 'GET', 'OPTIONS'] } } },
      },
    },
  },
};

/** What an answer has, as far as it is read. */
const news = {
  type: 'object',
  required: ['id', 'type', 'status', 'createdAt', 'updatedAt', 'target', 'probesCount', 'results'],
  properties: {
    status: { enum: ['in-progress', 'finished'] },
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['probe', 'result'],
        properties: {
          probe: { type: 'object', required: ['continent', 'region', 'country', 'state', 'city', 'asn', 'network', 'latitude', 'longitude', 'tags', 'resolvers'] },
          result: {
            type: 'object',
            required: ['status', 'rawOutput'],
            properties: { status: { enum: ['in-progress', 'finished', 'failed', 'offline'] } },
          },
        },
      },
    },
  },
};

const schemas = new Ajv.Ajv();
const isWish = schemas.compile(wish);
const isNews = schemas.compile(news);

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
 * @typedef {object} Globalping
 * @property {string} base its address
 * @property {{ at: number, method: string, path: string, cookies: boolean, referrer: boolean, tag: string | undefined }[]} asked
 * @property {string[]} wrong what was against the specification
 * @property {(codes: (number | undefined)[]) => void} find what the places get; one that is undefined fails
 * @property {(instead: string | undefined) => void} say this in place of any sense, until told otherwise
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
  /** @type {(number | undefined)[]} */
  let codes = [];
  /** @type {string | undefined} */
  let nonsense;
  let full = false;
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
      if (full) return answer(429, { error: { type: 'rate_limit_exceeded', message: 'API rate limit exceeded.' } }, { 'retry-after': '700' });
      if (nonsense !== undefined) return void response.writeHead(method === 'POST' ? 202 : 200, { 'content-type': 'application/json' }).end(nonsense);
      if (method === 'POST' && path === '/v1/measurements') {
        const body = JSON.parse(sent);
        if (!isWish(body)) wrong.push(schemas.errorsText(isWish.errors));
        target = body.target;
        polls = 0;
        return answer(202, { id: 'nzGzfAGL7sZfUs3c', probesCount: 6 });
      }
      if (method !== 'GET' || path !== '/v1/measurements/nzGzfAGL7sZfUs3c') wrong.push(`${method} ${path}`);
      polls += 1;
      // The second poll brings nothing new, the third all.
      if (polls === 2 && tag === '"1"') return answer(304, undefined);
      const now = new Date().toISOString();
      const results = places.map(([continent, country, city, latitude, longitude], place) => ({
        probe: { continent, region: '', country, state: null, city, asn: 64500, network: 'Example', latitude, longitude, tags: [], resolvers: [] },
        result: outcome(codes[place], polls < 3 && place > 1),
      }));
      const content = { id: 'nzGzfAGL7sZfUs3c', type: 'http', status: polls < 3 ? 'in-progress' : 'finished', createdAt: now, updatedAt: now, target, probesCount: 6, results };
      if (!isNews(content)) wrong.push(`of ours: ${schemas.errorsText(isNews.errors)}`);
      answer(200, content, { etag: `"${polls}"` });
    });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    wrong,
    find: (next) => (codes = next),
    say: (instead) => (nonsense = instead),
    limit: (next) => (full = next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {number | undefined} code
 * @param {boolean} waiting
 */
function outcome(code, waiting) {
  if (waiting) return { status: 'in-progress', rawOutput: '' };
  if (code === undefined) return { status: 'failed', rawOutput: 'connect ECONNREFUSED' };
  return { status: 'finished', rawOutput: '', statusCode: code, statusCodeName: '' };
}
