// Which pages loaded well of late, so that help can say without asking anyone that the connection works.
//
// In memory alone, as salted marks of hosts and not as hosts; gone when the background sleeps. Only from where a page was sent
// on is known by its address, until that page is there.

/** Milliseconds for which a load counts as "the last minute". */
const MINUTE = 60_000;
/** Most sites that are remembered. */
const MOST = 64;
/** Names and numbers that only a local network knows prove nothing of the net. Numbers are not told apart: none counts. */
const LOCAL = /^\[|^[^.]+\.?$|\.(\d+|localhost|local|internal|test|lan|home|home\.arpa)\.?$/;
/** This computer is not the network that it is in. */
const OWN = /^127\.|^\[::1\]$|(^|\.)localhost\.?$/;

const salt = Math.floor(Math.random() * 0x100000000);
/** @type {Map<number, number>} When which site last loaded well, the oldest first. */
const good = new Map();
/** When a page was last sent on from the net to a local address, as networks do that want a sign-in. */
let sentAside = 0;
/** @type {Map<string, string>} From where, for requests that go on. */
const asides = new Map();

/** @param {string} host */
function mark(host) {
  let sum = salt;
  for (let at = 0; at < host.length; at += 1) sum = Math.imul(sum ^ host.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}

/**
 * A page came from the net, well.
 * @param {string} url
 */
export function loaded(url) {
  const { hostname } = new URL(url);
  if (LOCAL.test(hostname)) return;
  const site = mark(hostname);
  good.delete(site);
  good.set(site, Date.now());
  if (good.size > MOST) good.delete(/** @type {number} */ (good.keys().next().value));
}

/**
 * A page was sent on. Only what came without TLS can have been sent on by the network itself.
 * @param {string} request
 * @param {string} from
 * @param {string} to
 */
export function redirected(request, from, to) {
  const [here, there] = [new URL(from), new URL(to, from).hostname];
  if (here.protocol !== 'http:' || LOCAL.test(here.hostname) || !LOCAL.test(there) || OWN.test(there)) return;
  sentAside = Date.now();
  asides.set(request, from);
  if (asides.size > MOST) asides.delete(/** @type {string} */ (asides.keys().next().value));
}

/**
 * From where a page was sent on to the local network, if it was.
 * @param {string} request
 */
export const sentFrom = (request) => asides.get(request);

/**
 * What a page was asked for with has been answered.
 * @param {string} request
 */
export const arrived = (request) => asides.delete(request);

/**
 * What is known without asking, for help about a page.
 * @param {unknown} address of the page, written as one or as a part of one; what is no address of the web is of no site
 */
export function known(address) {
  const site = siteOf(String(address));
  const own = site === undefined ? undefined : mark(site);
  const since = Date.now() - MINUTE;
  const others = Array.from(good).filter(([site, at]) => site !== own && at > since).length;
  return { others, good: own === undefined ? undefined : good.get(own), aside: sentAside > since };
}

/** @param {string} address */
function siteOf(address) {
  try {
    const { protocol, hostname } = new URL(decodeURIComponent(address));
    return protocol.startsWith('http') ? hostname : undefined;
  } catch {
    return undefined;
  }
}
