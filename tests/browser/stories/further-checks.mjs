// The checks after the first: ping, the way, the name, and two name services; each on a press of its own, and whatever comes
// back told plainly.
import assert from 'node:assert/strict';
import { stays, until } from '../lib/until.mjs';
import { startGlobalping } from '../servers/globalping.mjs';
import { startResolvers } from '../servers/resolvers.mjs';
import { html } from '../servers/upstream.mjs';
import { agreedInPopup, pictured, unfolded } from './outside.mjs';
import { has, says, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */
/** @typedef {import('../browsers/driver.mjs').Driver} Driver */

/** The presses behind the first check. */
const further = ['ask-ping', 'ask-route', 'ask-names', 'ask-resolvers'];
/** An answer that blames a name that could not be found. */
const nameless = html(503, '<h1>503</h1>', { 'x-squid-error': 'ERR_DNS_FAIL 0' });

/**
 * @typedef {object} Outside
 * @property {Driver} browser
 * @property {Tab} tab help, after a first check that all six places failed in
 * @property {import('../servers/globalping.mjs').Globalping} globalping
 * @property {import('../servers/resolvers.mjs').Resolvers} resolvers
 */

/**
 * Has a first check made in a browser of its own, and lets the rest be told.
 * @param {Scene} scene
 * @param {string} name of the site
 * @param {(outside: Outside) => Promise<void>} tell
 * @param {import('../servers/upstream.mjs').Behaviour} [behaviour]
 */
async function afterFirst(scene, name, tell, behaviour) {
  const browser = await scene.another();
  const [globalping, resolvers] = await Promise.all([startGlobalping(), startResolvers()]);
  try {
    const { tab, seen } = await unfolded(scene, name, await browser.newTab(), behaviour);
    assert.ok(!further.some((press) => has(seen, press)), 'a first check comes first');
    await browser.leadOutsideTo({
      'https://api.globalping.io': globalping.base,
      'https://dns.google': resolvers.base,
      'https://cloudflare-dns.com': resolvers.base,
    });
    globalping.find([502, 502, 502, 502, 502, 502]);
    await tab.press('ask-outside');
    await until('the question', () => tab.help(), { accept: (now) => has(now, 'allow-outside') });
    await tab.press('allow-outside');
    await agreedInPopup(browser);
    const first = await until('the first check', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'headline_everyone') });
    for (const press of further) assert.ok(has(first, press), press);
    assert.equal(resolvers.asked.length, 0, 'nobody is asked before the press');
    await tell({ browser, tab, globalping, resolvers });
    assert.deepEqual([...globalping.wrong, ...resolvers.wrong], [], 'all is as those who are asked have it');
  } finally {
    await Promise.all([globalping.stop(), resolvers.stop()]);
  }
}

/**
 * Presses, and waits for words.
 * @param {Tab} tab
 * @param {string} press
 * @param {(text: string) => boolean} accept
 * @param {number} [within]
 */
async function told(tab, press, accept, within) {
  await tab.press(press);
  return until(`what comes of ${press}`, () => tab.help(), { accept: ({ text }) => accept(text), tell: ({ text }) => text, ...(within === undefined ? {} : { within }) });
}

const kinds = story('further checks: ping, the way and the name, each on a press of its own, leave the first verdict as it is', (scene) =>
  afterFirst(scene, 'further', async ({ browser, tab, globalping }) => {
    const { words } = scene;
    globalping.find([[20.4, 24.9, 31], [120, 131.5], [], undefined, [240.2, 250, 260], [0.4, 0.4, 0.4]]);
    const ping = await told(tab, 'ask-ping', (text) => text.includes(words.filled('ping_done', { good: 4, all: 6 })));
    for (const gaps of [{ ms: 24, lost: 0 }, { ms: 120, lost: 33 }, { ms: 0, lost: 0 }]) assert.ok(ping.text.includes(words.filled('place_echo', gaps)), ping.text);

    const site = '192.0.2.7';
    globalping.find([['10.0.0.1', null, site], ['10.0.0.1', '198.51.100.9', null], [null, null], undefined, ['198.51.100.1', site], [site]]);
    const route = await told(tab, 'ask-route', (text) => text.includes(words.filled('route_done', { good: 3, all: 6 })));
    assert.ok(route.text.includes(words.filled('place_reached', { step: 3 })), route.text);
    assert.ok(route.text.includes(words.filled('place_lost', { step: 2, name: 'hop-198-51-100-9.example.net' })), route.text);

    globalping.find([[site], [site, '192.0.2.8'], 'NXDOMAIN', 'SERVFAIL', undefined, []]);
    const names = await told(tab, 'ask-names', (text) => text.includes(words.filled('names_done', { good: 3, all: 6 })));
    for (const name of ['place_no_name', 'place_no_address', 'outcome_silent', 'headline_everyone', 'ping_done', 'route_done']) says(scene, names.text, name);
    assert.ok(names.text.includes(`${site} · 192.0.2.8`) && !names.text.includes('cdn.example.net'), names.text);
    await pictured({ ...scene, browser }, tab, 'everyone-further', 2900);

    globalping.find(['NXDOMAIN', 'NXDOMAIN', 'NXDOMAIN', 'NXDOMAIN', 'NXDOMAIN', 'NXDOMAIN']);
    await told(tab, 'ask-names', (text) => words.in(text, 'names_unknown'));
    assert.deepEqual(globalping.kinds, ['http', 'ping', 'traceroute', 'dns', 'dns']);
    assert.ok(globalping.asked.every(({ cookies, referrer }) => !cookies && !referrer));
  }),
);

const services = story('further checks: two name services agree, differ, or know no such name; and a name that works is no excuse', (scene) =>
  afterFirst(
    scene,
    'services',
    async ({ browser, tab, globalping, resolvers }) => {
      const { words } = scene;
      resolvers.say(['192.0.2.7', '192.0.2.8'], ['192.0.2.8']);
      const same = await told(tab, 'ask-resolvers', (text) => words.in(text, 'resolvers_same'));
      says(scene, same.text, 'names_known');
      assert.deepEqual(resolvers.asked.map(({ path }) => path), ['/resolve', '/dns-query']);
      const [first, second] = resolvers.asked;
      assert.ok(first && second && second.at - first.at >= 500, 'one after the other');
      await pictured({ ...scene, browser }, tab, 'everyone-services', 2400);

      resolvers.say(['192.0.2.7'], ['198.51.100.9']);
      await told(tab, 'ask-resolvers', (text) => words.in(text, 'resolvers_differ') && words.in(text, 'names_known'));
      resolvers.say('NXDOMAIN', 'NXDOMAIN');
      const none = await told(tab, 'ask-resolvers', (text) => words.in(text, 'names_unknown'));
      assert.ok(!words.in(none.text, 'names_known'));
      resolvers.say(['192.0.2.7'], 'NXDOMAIN');
      await told(tab, 'ask-resolvers', (text) => words.in(text, 'resolvers_split') && words.in(text, 'place_no_name'));
      assert.deepEqual(globalping.kinds, ['http'], 'nobody else is asked');
    },
    nameless,
  ),
);

const odd = story('further checks: name services that are silent, out of their minds or hostile harm nothing, and both together are a failure', (scene) =>
  afterFirst(scene, 'mad', async ({ tab, resolvers }) => {
    const { words } = scene;
    const fine = ['192.0.2.7'];
    const hostile = JSON.stringify({ Status: 0, Answer: [{ data: '<img src=x>' }, { data: 7 }, null, { data: `${'9'.repeat(400)}` }, { data: '192.0.2.99' }] });
    for (const text of ['<html>', 'null', '[]', '{"Status":"0"}', '{"Status":2}', `{"Status":0,"Answer":"${'x'.repeat(3_000_000)}"}`]) {
      resolvers.say({ text }, fine);
      const split = await told(tab, 'ask-resolvers', (said) => words.in(said, 'resolvers_split'));
      says(scene, split.text, 'outcome_silent');
      resolvers.say(fine, fine);
      await told(tab, 'ask-resolvers', (said) => words.in(said, 'resolvers_same'));
    }
    resolvers.say({ text: hostile }, { text: hostile });
    const cut = await told(tab, 'ask-resolvers', (said) => words.in(said, 'resolvers_same') && said.includes('192.0.2.99'));
    assert.ok(!cut.text.includes('img') && !cut.text.includes('999999'), cut.text);
    resolvers.say({ text: '{}', status: 429 }, { text: '{}', status: 500 });
    await told(tab, 'ask-resolvers', (said) => words.in(said, 'resolvers_failed'));
    // Each is given ten seconds.
    resolvers.say('silence', fine);
    await told(tab, 'ask-resolvers', (said) => words.in(said, 'resolvers_split'), 20_000);
  }),
);

const limits = story('further checks: nonsense, a service that is full, and one that never ends are told of plainly for each of them', (scene) =>
  afterFirst(scene, 'limits', async ({ tab, globalping }) => {
    const { words } = scene;
    globalping.limit(true);
    const full = words.filled('check_limited', { minutes: 12 });
    for (const press of ['ask-ping', 'ask-route', 'ask-names']) {
      await told(tab, press, (text) => text.includes(full));
      globalping.limit(false);
      for (const nonsense of ['<html>', '{"id":"../x"}', '{"status":"finished","results":[]}']) {
        globalping.say(nonsense);
        await told(tab, press, (text) => words.in(text, 'check_failed'));
      }
      globalping.say(undefined);
      globalping.limit(true);
    }
    globalping.limit(false);
    globalping.dawdle(true);
    globalping.find([[20, 20, 20], undefined]);
    const late = await told(tab, 'ask-ping', (text) => text.includes(words.filled('ping_done', { good: 1, all: 2 })), 40_000);
    says(scene, late.text, 'place_asking');

    // Whoever leaves the page is no longer waited for.
    globalping.find([]);
    await tab.press('ask-route');
    const before = globalping.asked.length;
    await until('polls', () => globalping.asked.length > before + 2);
    await tab.open('about:blank');
    await until('the polls to end', async () => {
      const now = globalping.asked.length;
      await stays('no poll', () => globalping.asked.length === now, 1_500);
      return true;
    });
  }),
);

export default [kinds, services, odd, limits];
