// The main job: a page fails, help comes, the site is asked quietly, the page comes back by itself.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { richErrorPage, shopPage, shortPage } from '../servers/pages.mjs';
import { gaps, kindOf, told } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';
import {
  asked,
  askedTimes,
  firstCheck,
  has,
  helped,
  nothingPlanned,
  opened,
  patientStory,
  says,
  story,
  unmarked,
} from './scene.mjs';

/** @typedef {import('../servers/upstream.mjs').Behaviour} Behaviour */
/** @typedef {import('../servers/world.mjs').Gateway} Gateway */

/**
 * @param {string} name
 * @param {Gateway} gateway
 * @param {Behaviour} behaviour
 * @param {number} status
 * @param {string} headline name of the message
 */
function comesBack(name, gateway, behaviour, status, headline) {
  return story(`${name}: help, and the page comes back by itself`, async (scene) => {
    const site = await scene.world.site('shop', { gateway, behaviour });
    const tab = await scene.tab(site.url('/tea?kind=green'));
    const help = await helped(tab, { kind: 'help' });
    assert.ok(help.modal && help.share > 0.99, `covers the page: ${help.share}, modal ${help.modal}`);
    says(scene, help.text, headline);
    assert.ok(help.text.includes(String(status)), `names the number ${status}: ${help.text}`);
    assert.ok(has(help, 'check-now') && has(help, 'stop'), 'can be told to check and to stop');

    await site.heal();
    await opened(tab, site.url('/tea?kind=green'));
    const requests = await site.requests();
    assert.ok(requests.every(({ method, path }) => method === 'GET' && path === '/tea?kind=green'), told(requests));
    const loads = requests.filter(({ kind }) => kind === 'load');
    assert.deepEqual(loads.map((load) => load.status), [status, 200], `waits by probes, without touching the tab\n${told(requests)}`);
    assert.deepEqual(requests.slice(-2).map(({ kind, status: last }) => [kind, last]), [['probe', 200], ['load', 200]], told(requests));
    await unmarked(scene, tab);
  });
}

const closed = story('503 from nginx itself, closed by hand: help, and the page comes back when it is opened', async (scene) => {
  const site = await scene.world.site('closed');
  await site.heal();
  await site.close(true);
  const tab = await scene.tab(site.url());
  const help = await helped(tab, { kind: 'help' });
  says(scene, help.text, 'headline_overloaded');
  await site.close(false);
  await opened(tab, site.url());
});

const redirected = story('a redirect that ends at a 503 of another site: help for where it ended', async (scene) => {
  const target = await scene.world.site('target');
  const start = await scene.world.site('start', { behaviour: answer(302, { location: target.url('/end') }, '') });
  const tab = await scene.tab(start.url('/go'));
  const help = await helped(tab);
  assert.ok(help.text.includes(target.url().split('/')[2]?.split(':')[0] ?? '?'), help.text);
  await target.heal();
  await opened(tab, target.url('/end'));
  assert.equal((await start.requests()).length, 1, 'the redirecting site is not asked again');
});

const local = story('localhost gets the same help, without links to the outside', async (scene) => {
  const site = await scene.world.named('localhost');
  const tab = await scene.tab(site.url('/local'));
  const help = await helped(tab);
  assert.deepEqual(help.links.filter((link) => !link.startsWith(site.url())), []);
  await site.heal();
  await opened(tab, site.url('/local'));
});

/** Answers checks well, and fails the page until it is `healed`. @param {() => boolean} healed @param {number} status */
function flaps(healed, status) {
  return (/** @type {import('node:http').IncomingMessage} */ request, /** @type {import('node:http').ServerResponse} */ response) => {
    const fine = healed() || kindOf(request.headers.accept) === 'probe';
    (fine ? html(200, shopPage) : html(status, 'No'))(request, response);
  };
}

const flapping = story('a site that answers the check and then fails the page again is waited for again', async (scene) => {
  let healed = false;
  const site = await scene.world.site('flap', { behaviour: flaps(() => healed, 503) });
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await tab.press('check-now');
  await askedTimes(site, 'load', 2);
  await helped(tab, { state: 'wait' });
  const loads = await asked(site, 'load');
  assert.deepEqual(loads.map(({ status }) => status), [503, 503], told(await site.requests()));
  healed = true;
  await opened(tab, site.url(), 45_000);
  assert.ok((gaps(await asked(site, 'load'))[1] ?? 0) >= 900, 'did not hurry');
});

const mistrusted = patientStory('a site that does so twice is no longer believed: from then on the page itself is tried', async (scene) => {
  let healed = false;
  const site = await scene.world.site('twice', { behaviour: flaps(() => healed, 502) });
  const tab = await scene.tab(site.url());
  for (const failures of [1, 2, 3, 4]) {
    await askedTimes(site, 'load', failures);
    await helped(tab, { state: 'wait' });
    await tab.press('check-now');
  }
  await askedTimes(site, 'load', 5);
  await helped(tab, { state: 'wait' });
  const requests = await site.requests();
  const seen = requests.map(({ kind, status }) => `${kind} ${status}`);
  const twice = ['load 502', 'probe 200', 'load 502', 'probe 200', 'load 502'];
  assert.deepEqual(seen, [...twice, 'load 502', 'load 502'], told(requests));
  // By itself, too.
  healed = true;
  await opened(tab, site.url(), 60_000);
  const all = await site.requests();
  assert.ok(all.slice(twice.length).every(({ kind }) => kind === 'load'), told(all));
  // The page that is loaded again goes and comes: that is no return of the reader's, after which we would ask at once.
  assert.ok((gaps(all).at(-1) ?? 0) >= 4_000, `waits as long as ever\n${told(all)}`);
  await unmarked(scene, tab);
});

const moved = story('a probe that meets a redirect counts as an answer', async (scene) => {
  const site = await scene.world.site('moved');
  const tab = await scene.tab(site.url('/old'));
  await helped(tab);
  await site.become((request, response) => {
    (request.url === '/old' ? answer(302, { location: '/new' }, '') : html(200, shopPage))(request, response);
  });
  await opened(tab, site.url('/new'));
});

/** @type {[string, (login: string) => import('../servers/upstream.mjs').Answer, boolean][]} */
const logins = [
  ['a login page in the place of the page', () => html(200, shortPage('Please sign in')), false],
  ['a redirect to a login page elsewhere', (login) => answer(302, { location: login }, ''), true],
];

const login = logins.map(([name, gate, elsewhere]) =>
  story(`${name} counts as an answer: it is shown`, async (scene) => {
    const entrance = await scene.world.site('entrance', { behaviour: html(200, shortPage('Please sign in')) });
    const site = await scene.world.site('members');
    const tab = await scene.tab(site.url('/account'));
    await helped(tab);
    const gated = gate(entrance.url('/login'));
    // The page alone: the icon that a browser asks for when it likes would be redirected, too.
    await site.become((request, response) => (request.url === '/account' ? gated : answer(404, {}, ''))(request, response));
    const address = elsewhere ? entrance.url('/login') : site.url('/account');
    await until('the login page', async () => [await tab.address(), await tab.text(), (await tab.help()).where], {
      accept: ([seen, text, where]) => seen === address && text?.includes('Please sign in') === true && where === 'nothing',
      within: firstCheck,
    });
    await unmarked(scene, tab);
    await nothingPlanned(scene);
    assert.deepEqual((await site.requests()).slice(-2).map(({ kind }) => kind), ['probe', 'load'], told(await site.requests()));
    assert.deepEqual(await asked(entrance, 'probe'), [], `redirects are not followed\n${told(await entrance.requests())}`);
  }),
);

const cookies = story('a probe is the request that the reload would be: same address, with cookies, no body asked twice', async (scene) => {
  const site = await scene.world.site('member', { behaviour: html(200, shopPage, { 'set-cookie': 'seat=7; SameSite=Strict; HttpOnly' }) });
  const tab = await scene.tab(site.url());
  await opened(tab, site.url());
  await site.become(html(503, richErrorPage));
  await tab.open(site.url('/seat'));
  await helped(tab);
  await site.heal();
  await opened(tab, site.url('/seat'));
  const [probe] = await asked(site, 'probe');
  assert.equal(probe?.cookies, true, 'carries the cookie');
  assert.equal(probe?.path, '/seat');
  assert.equal(probe?.method, 'GET');
});

export default [
  comesBack('502 from nginx, upstream dead', 'nginx', 'dead', 502, 'headline_unreachable'),
  comesBack('504 from nginx, upstream silent', 'nginx', 'silent', 504, 'headline_timeout'),
  comesBack('503 from HAProxy, upstream dead', 'haproxy', 'dead', 503, 'headline_unreachable'),
  comesBack('504 from HAProxy, upstream silent', 'haproxy', 'silent', 504, 'headline_timeout'),
  comesBack('502 from HAProxy, upstream hangs up', 'haproxy', 'rude', 502, 'headline_invalid'),
  closed,
  redirected,
  local,
  flapping,
  mistrusted,
  moved,
  ...login,
  cookies,
];
