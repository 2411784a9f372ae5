// Many tabs on one site: one question speaks for all, they come back one after the other, and where a single address goes
// on failing it parts from the rest.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { gaps, told } from '../servers/traffic.mjs';
import { html } from '../servers/upstream.mjs';
import { asked, askedTimes, heavyStory, helped, leftAlone, opened, story } from './scene.mjs';

/** @typedef {import('../servers/traffic.mjs').Exchange} Exchange */

/** The server of these stories takes a second to answer: questions that overlap would lie closer together than that. */
const oneAtATime = (/** @type {Exchange[]} */ probes) =>
  assert.ok(gaps(probes).every((gap) => gap >= 1_000), `one at a time\n${told(probes)}`);

const eight = heavyStory('eight tabs, one site: one probe speaks for all, and all eight come back', async (scene) => {
  const site = await scene.world.site('many', { behaviour: 'silent' });
  const tabs = [];
  for (let index = 0; index < 8; index += 1) tabs.push(await scene.tab(site.url(`/page/${index}`)));
  for (const tab of tabs) await helped(tab);
  const front = /** @type {import('./scene.mjs').Tab} */ (tabs.at(-1));

  const before = (await asked(site, 'probe')).length;
  await front.press('check-now');
  await askedTimes(site, 'probe', before + 1);
  for (const tab of tabs) await helped(tab, { state: 'wait' });
  await front.press('check-now');
  await askedTimes(site, 'probe', before + 2);
  await helped(front, { state: 'wait' });
  const probes = await asked(site, 'probe');
  oneAtATime(probes);
  const loads = await asked(site, 'load');
  assert.equal(loads.length, 8, `no tab was touched\n${told(loads)}`);
  // One tab alone would have asked about as often.
  assert.ok(probes.length <= before + 3, told(probes));

  await site.heal();
  await front.press('check-now');
  await Promise.all(tabs.map((tab, index) => opened(tab, site.url(`/page/${index}`))));
  const all = await asked(site, 'load');
  const returns = all.slice(8);
  assert.equal(returns.length, 8, told(all));
  assert.equal(returns[0]?.path, '/page/7', `the tab in front returns first\n${told(returns)}`);
  // On a busy machine two may come close together, but the last is never early.
  const took = (returns.at(-1)?.at ?? 0) - (returns[0]?.at ?? 0);
  assert.ok(took >= 2_000, `the others one after the other\n${told(returns)}`);
});

/** As many as two browsers at once bear on a small machine. */
const crowd = 30;

const storm = heavyStory(`${crowd} tabs restored on one dead site: one probe at a time, and all come back`, async (scene) => {
  const site = await scene.world.site('storm', { behaviour: 'silent' });
  const tabs = [];
  for (let index = 0; index < crowd; index += 1) tabs.push(await scene.tab());
  await Promise.all(tabs.map((tab, index) => tab.open(site.url(`/page/${index}`))));
  for (const tab of tabs) await helped(tab, {}, 30_000);
  const front = /** @type {import('./scene.mjs').Tab} */ (tabs.at(-1));
  const before = (await asked(site, 'probe')).length;
  await front.press('check-now').catch(() => undefined); // Its own check may be under way.
  await askedTimes(site, 'probe', before + 1);
  await helped(front, { state: 'wait' });
  const requests = await site.requests();
  const probes = requests.filter(({ kind }) => kind === 'probe');
  oneAtATime(probes);
  assert.equal(requests.length - probes.length, crowd, `no tab was touched\n${told(requests)}`);
  const took = (requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0);
  assert.ok(probes.length <= 2 + took / 5_000, `${probes.length} probes for ${crowd} tabs in ${took} ms\n${told(probes)}`);

  await site.heal();
  await front.press('check-now');
  await Promise.all(tabs.map((tab, index) => opened(tab, site.url(`/page/${index}`), 60_000)));
  assert.equal((await asked(site, 'load')).length, 2 * crowd, 'each is loaded once more');
});

const split = story('one address goes on failing while the rest of its site works: the outage splits', async (scene) => {
  const site = await scene.world.site('split');
  const cart = await scene.tab(site.url('/cart'));
  await helped(cart);
  const report = await scene.tab(site.url('/report'));
  await helped(report);
  await site.become((request, response) => {
    html(request.url === '/report' ? 502 : 200, request.url === '/report' ? 'Bad Gateway' : shopPage)(request, response);
  });
  // The tab in front is asked about first, the others in their turn.
  for (let count = 1; !(await asked(site, 'probe')).some(({ path }) => path === '/cart'); count += 1) {
    assert.ok(count < 6, `nobody asked for the address that works\n${told(await site.requests())}`);
    await helped(report, { state: 'wait' });
    await report.press('check-now');
    await askedTimes(site, 'probe', count);
  }
  await opened(cart, site.url('/cart'));
  await helped(report, { state: 'wait' });

  // From now on the one is asked about, and the other is nobody's trouble any more.
  const before = (await site.requests()).length;
  await report.press('check-now');
  await until('another check', async () => (await site.requests()).slice(before), { accept: (added) => added.length > 0 });
  await helped(report, { state: 'wait' });
  const added = (await site.requests()).slice(before);
  assert.ok(added.every(({ path, kind }) => path === '/report' && kind === 'probe'), told(added));
  const another = await scene.tab(site.url('/lamps'));
  await opened(another, site.url('/lamps'));
  await leftAlone(site, 1_000);
  await opened(cart, site.url('/cart'));
  assert.equal((await asked(site, 'load')).filter(({ path }) => path === '/cart').length, 2, told(await site.requests()));

  await site.heal();
  await report.show();
  await opened(report, site.url('/report'));
});

export default [eight, storm, split];
