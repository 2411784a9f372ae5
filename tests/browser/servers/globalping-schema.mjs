// What Globalping's published specification says of requests and answers, as far as we ask and read: nothing may be asked that
// it does not know, and what the stand-in answers has all that it promises.
import Ajv from 'ajv';

const port = { type: 'integer', minimum: 0, maximum: 65535 };
const ipVersion = { enum: [4, 6] };

/** @param {Record<string, object>} properties */
const only = (properties) => ({ type: 'object', additionalProperties: false, properties });

/** What may be chosen for each kind. */
const options = {
  http: only({
    protocol: { enum: ['HTTP', 'HTTPS', 'HTTP2'] },
    port,
    ipVersion,
    request: only({ method: { enum: ['HEAD', 'GET', 'OPTIONS'] } }),
  }),
  ping: only({ packets: { type: 'integer', minimum: 1, maximum: 16 }, protocol: { enum: ['ICMP', 'TCP'] }, port, ipVersion }),
  traceroute: only({ protocol: { enum: ['ICMP', 'TCP', 'UDP'] }, port, ipVersion }),
  dns: only({ query: only({ type: { enum: ['A', 'AAAA', 'ANY', 'CNAME', 'MX', 'NS', 'SOA', 'TXT'] } }), protocol: { enum: ['TCP', 'UDP'] }, port, ipVersion }),
};

const number = { type: 'number' };
const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const numberOrNull = { type: ['number', 'null'] };
const rtt = { type: 'object', required: ['rtt'], properties: { rtt: number } };
const resolved = { resolvedAddress: textOrNull, resolvedHostname: textOrNull };

/** @param {Record<string, object>} properties all of which must be there */
const all = (properties) => ({ type: 'object', required: Object.keys(properties), properties });
/** @param {object} items */
const list = (items) => ({ type: 'array', items });

/** What a place's result has once it is finished. */
const finished = {
  http: all({ statusCode: { type: 'integer' }, statusCodeName: text, resolvedAddress: textOrNull, headers: { type: 'object' }, rawHeaders: text, rawBody: textOrNull, truncated: { type: 'boolean' }, timings: { type: 'object' }, tls: { type: ['object', 'null'] } }),
  ping: all({
    ...resolved,
    stats: all({ min: numberOrNull, avg: numberOrNull, max: numberOrNull, total: { type: 'integer' }, rcv: { type: 'integer' }, drop: { type: 'integer' }, loss: number }),
    timings: list(all({ rtt: number, ttl: number })),
  }),
  traceroute: all({ ...resolved, hops: list(all({ ...resolved, timings: list(rtt) })) }),
  dns: all({
    statusCode: { type: 'integer' },
    statusCodeName: text,
    resolver: text,
    answers: list(all({ name: text, type: text, ttl: { type: 'integer' }, class: text, value: text })),
    timings: all({ total: number }),
  }),
};

/** @typedef {keyof typeof options} Kind */

/** Of each kind what `then` says for it. @param {(kind: Kind) => object} then */
const each = (then) => /** @type {Kind[]} */ (Object.keys(options)).map((kind) => ({ if: { properties: { type: { const: kind } } }, then: then(kind) }));

const wish = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'target', 'locations'],
  properties: {
    type: { enum: Object.keys(options) },
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
    measurementOptions: { type: 'object' },
  },
  allOf: each((kind) => ({ properties: { measurementOptions: options[kind] } })),
};

const news = {
  type: 'object',
  required: ['id', 'type', 'status', 'createdAt', 'updatedAt', 'target', 'probesCount', 'results'],
  properties: {
    status: { enum: ['in-progress', 'finished'] },
    results: list(
      all({
        probe: { type: 'object', required: ['continent', 'region', 'country', 'state', 'city', 'asn', 'network', 'latitude', 'longitude', 'tags', 'resolvers'] },
        result: all({ status: { enum: ['in-progress', 'finished', 'failed', 'offline'] }, rawOutput: text }),
      }),
    ),
  },
  allOf: each((kind) => ({
    properties: {
      results: list({ properties: { result: { if: { properties: { status: { const: 'finished' } } }, then: finished[kind] } } }),
    },
  })),
};

const schemas = new Ajv.Ajv({ allowUnionTypes: true, strictTypes: false });
const isWish = schemas.compile(wish);
const isNews = schemas.compile(news);

/**
 * What is against the specification in a request for a check; nothing where all is well.
 * @param {unknown} body
 */
export const wrongInWish = (body) => (isWish(body) ? '' : schemas.errorsText(isWish.errors));

/**
 * The same of an answer.
 * @param {unknown} body
 */
export const wrongInNews = (body) => (isNews(body) ? '' : schemas.errorsText(isNews.errors));
