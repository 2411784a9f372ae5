// A stand-in for two public name services that answer in JSON over HTTPS, held to what their documents say of questions and
// answers; each can be silent, or out of its mind.
import Ajv from 'ajv';
import { createServer } from 'node:http';
import { freePort } from '../lib/ports.mjs';

const question = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'type'],
  properties: { name: { type: 'string', pattern: '^[a-z0-9.-]+$', maxLength: 253 }, type: { enum: ['A', 'AAAA', '1', '28'] } },
};

const flag = { type: 'boolean' };
const answer = {
  type: 'object',
  required: ['Status', 'TC', 'RD', 'RA', 'AD', 'CD', 'Question'],
  properties: {
    Status: { type: 'integer', minimum: 0, maximum: 23 },
    TC: flag,
    RD: flag,
    RA: flag,
    AD: flag,
    CD: flag,
    Question: { type: 'array', items: { type: 'object', required: ['name', 'type'], properties: { name: { type: 'string' }, type: { type: 'integer' } } } },
    Answer: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'type', 'TTL', 'data'],
        properties: { name: { type: 'string' }, type: { type: 'integer' }, TTL: { type: 'integer' }, data: { type: 'string' } },
      },
    },
  },
};

const schemas = new Ajv.Ajv();
const isQuestion = schemas.compile(question);
const isAnswer = schemas.compile(answer);

/** @type {Record<string, number>} */
const codes = { SERVFAIL: 2, NXDOMAIN: 3 };

/**
 * What a service says: the addresses of the name, the name of an error, a text in place of any sense, or nothing ever.
 * @typedef {string[] | 'NXDOMAIN' | 'SERVFAIL' | { text: string, status?: number } | 'silence'} Says
 */

/**
 * @typedef {object} Resolvers
 * @property {string} base the address of both
 * @property {{ path: string, at: number }[]} asked
 * @property {string[]} wrong what was against their documents
 * @property {(google: Says, cloudflare: Says) => void} say
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Resolvers>} */
export async function startResolvers() {
  const port = await freePort();
  /** @type {Resolvers['asked']} */
  const asked = [];
  /** @type {string[]} */
  const wrong = [];
  /** @type {Record<string, Says>} */
  let says = {};

  const server = createServer((request, response) => {
    const { method, headers } = request;
    const url = new URL(request.url ?? '', 'http://stand-in');
    asked.push({ path: url.pathname, at: Date.now() });
    const query = Object.fromEntries(url.searchParams);
    if (!isQuestion(query)) wrong.push(schemas.errorsText(isQuestion.errors));
    if (method !== 'GET' || headers.accept !== 'application/dns-json') wrong.push(`${method} for ${headers.accept}`);
    if (headers.cookie !== undefined || headers.referer !== undefined) wrong.push('it tells more than the name');
    const said = says[url.pathname];
    if (said === undefined) wrong.push(url.pathname);
    if (said === undefined || said === 'silence') return;
    const content = typeof said === 'object' && 'text' in said ? said.text : JSON.stringify(answered(said, query));
    if (typeof said === 'string' || Array.isArray(said)) {
      if (!isAnswer(JSON.parse(content))) wrong.push(`of ours: ${schemas.errorsText(isAnswer.errors)}`);
    }
    const status = typeof said === 'object' && 'status' in said ? (said.status ?? 200) : 200;
    response.writeHead(status, { 'content-type': 'application/dns-json', 'access-control-allow-origin': '*' }).end(content);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    wrong,
    say: (google, cloudflare) => (says = { '/resolve': google, '/dns-query': cloudflare }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {string[] | string} said
 * @param {Record<string, string>} query
 */
function answered(said, { name = '' }) {
  const whole = `${name}.`;
  const found = { Status: typeof said === 'string' ? codes[said] : 0, TC: false, RD: true, RA: true, AD: false, CD: false, Question: [{ name: whole, type: 1 }] };
  if (typeof said === 'string') return found;
  const alias = { name: whole, type: 5, TTL: 60, data: 'cdn.example.net.' };
  return { ...found, Answer: [alias, ...said.map((data) => ({ name: alias.data, type: 1, TTL: 60, data }))] };
}
