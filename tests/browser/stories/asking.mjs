// When a site is asked, and when it is not: the schedule as the servers see it.
import assert from 'node:assert/strict';
import { shopPage } from '../servers/pages.mjs';
import { gaps, told } from '../servers/traffic.mjs';
import { html } from '../servers/upstream.mjs';
import { asked, askedTimes, checkedTimes, has, helped, leftAlone, opened, says, story, unmarked } from './scene.mjs';

/** Milliseconds that an answer, a timer and a log may take beside the wait itself. */
const slack = 1_200;

const rarer = story('a site that stays down is asked ever less often', async (scene) => {
  const site = await scene.world.site('rarer');
  const tab = await scene.tab(site.url());
  await helped(tab);
  const probes = await askedTimes(site, 'probe', 3, 20_000);
  const waits = gaps([...(await asked(site, 'load')), ...probes]).slice(0, 3);
  [2_000, 4_000, 8_000].forEach((ceiling, index) => {
    const wait = waits[index] ?? 0;
    assert.ok(wait >= ceiling / 2 - 50 && wait <= ceiling + slack, `wait ${index + 1} of ${wait} ms under ${ceiling}\n${told(probes)}`);
  });
});

const eight = story('eight tabs, one site: one probe speaks for all, and all eight come back', async (scene) => {
  const site = await scene.world.site('many', { behaviour: 'silent' });
  const tabs = [];
  for (let index = 0; index < 8; index += 1) tabs.push(await scene.tab(site.url(`/page/${index}`)));
  for (const tab of tabs) await helped(tab);

  const before = (await asked(site, 'probe')).length;
  const probes = await askedTimes(site, 'probe', before + 2, 20_000);
  // The server takes a second to answer: questions that overlap would lie closer together than that.
  assert.ok(gaps(probes).every((gap) => gap >= 1_000), `one at a time\n${told(probes)}`);
  const loads = await asked(site, 'load');
  assert.equal(loads.length, 8, `no tab was touched\n${told(loads)}`);
  // One tab alone would have asked about as often.
  const took = (probes.at(-1)?.at ?? 0) - (loads[0]?.at ?? 0);
  assert.ok(probes.length <= 3 + took / 3_000, `${probes.length} probes in ${took} ms\n${told(probes)}`);

  await site.heal();
  await tabs[7]?.press('check-now');
  await Promise.all(tabs.map((tab, index) => opened(tab, site.url(`/page/${index}`), 25_000)));
  const all = await asked(site, 'load');
  const returns = all.slice(8);
  assert.equal(returns.length, 8, told(all));
  assert.equal(returns[0]?.path, '/page/7', `the tab in front returns first\n${told(returns)}`);
  assert.ok(gaps(returns).slice(1).every((gap) => gap >= 250), `the others one after the other\n${told(returns)}`);
});

const behind = story('a tab behind another lets the site be, and asks at once when the reader returns', async (scene) => {
  const site = await scene.world.site('behind');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await scene.tab('about:blank');
  await leftAlone(site, 6_000);
  await site.heal();
  await tab.show();
  await opened(tab, site.url(), 8_000);
});

const seconds = story('Retry-After in seconds: not asked before', async (scene) => {
  const site = await scene.world.site('later', { behaviour: html(503, 'Later', { 'retry-after': '5' }) });
  const tab = await scene.tab(site.url());
  const help = await helped(tab, { state: 'wait' });
  says(scene, help.text, 'status_asked');
  const [probe] = await askedTimes(site, 'probe', 1);
  const [load] = await asked(site, 'load');
  const wait = (probe?.at ?? 0) - (load?.at ?? 0);
  assert.ok(wait >= 5_000 && wait <= 6_000 + slack, `waited ${wait} ms`);
  await site.heal();
  await opened(tab, site.url());
});

const date = story('Retry-After as an HTTP date: not asked before', async (scene) => {
  let named = 0;
  const site = await scene.world.site('date', {
    behaviour: (request, response) => {
      named ||= Math.ceil(Date.now() / 1000) * 1000 + 5_000;
      html(503, 'Later', { 'retry-after': new Date(named).toUTCString() })(request, response);
    },
  });
  const tab = await scene.tab(site.url());
  says(scene, (await helped(tab, { state: 'wait' })).text, 'status_asked');
  const [probe] = await askedTimes(site, 'probe', 1);
  const late = (probe?.at ?? 0) - named;
  // The Date header that it is measured against is cut to whole seconds: that may add one.
  assert.ok(late >= 0 && late <= 2_000 + slack, `asked ${late} ms after the time that the site named`);
  await site.heal();
  await opened(tab, site.url());
});

const long = story('Retry-After of an hour: says the time, asks nothing, checks when told', async (scene) => {
  const site = await scene.world.site('hour', { behaviour: html(503, 'Later', { 'retry-after': '3600' }) });
  const tab = await scene.tab(site.url());
  says(scene, (await helped(tab, { state: 'stop' })).text, 'status_named');
  await leftAlone(site, 4_000);
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const stop = story('"Stop" means no more requests, until told to check', async (scene) => {
  const site = await scene.world.site('stop');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.press('stop');
  const help = await helped(tab, { state: 'stop' });
  says(scene, help.text, 'status_stopped');
  assert.ok(!has(help, 'stop'), 'nothing left to stop');
  await leftAlone(site, 5_000);
  await site.heal();
  await leftAlone(site, 1_000);
  await tab.press('check-now');
  await opened(tab, site.url());
});

const now = story('"Check now" asks at once', async (scene) => {
  const site = await scene.world.site('now', { behaviour: html(503, 'Later', { 'retry-after': '100' }) });
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  const pressed = Date.now();
  await tab.press('check-now');
  const [probe] = await askedTimes(site, 'probe', 1, 5_000);
  assert.ok((probe?.at ?? 0) - pressed < 2_000, `asked ${(probe?.at ?? 0) - pressed} ms after the press`);
  await helped(tab, { state: 'wait' });
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const tenth = story('after ten failed checks it lets the site rest and says so', async (scene) => {
  const site = await scene.world.site('rest');
  const tab = await scene.tab(site.url());
  await checkedTimes(scene, tab, 10);
  says(scene, (await helped(tab, { state: 'stop' })).text, 'status_gave_up');
  assert.equal((await asked(site, 'probe')).length, 10, told(await site.requests()));
  await leftAlone(site, 3_000);
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const leaves = story('the reader goes elsewhere: the site is left alone', async (scene) => {
  const site = await scene.world.site('left');
  const other = await scene.world.site('other', { behaviour: html(200, shopPage) });
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.open(other.url());
  await opened(tab, other.url());
  await leftAlone(site, 4_500);
  await unmarked(scene, tab);
});

const closed = story('the tab is closed: the site is left alone', async (scene) => {
  const site = await scene.world.site('closed');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.close();
  await leftAlone(site, 4_500);
});

const by_hand = story('the reader reloads by hand and the page is there: the waiting ends', async (scene) => {
  const site = await scene.world.site('hand', { behaviour: html(503, 'Later', { 'retry-after': '100' }) });
  const tab = await scene.tab(site.url());
  await helped(tab);
  await site.heal();
  await tab.open(site.url());
  await opened(tab, site.url());
  await leftAlone(site, 2_000);
});

export default [rarer, eight, behind, seconds, date, long, stop, now, tenth, leaves, closed, by_hand];
