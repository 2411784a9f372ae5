// When a site is asked, and when it is not: the schedule as the servers see it.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { gaps, told } from '../servers/traffic.mjs';
import { html } from '../servers/upstream.mjs';
import {
  asked,
  askedTimes,
  checkedTimes,
  has,
  helped,
  leftAlone,
  nothingPlanned,
  opened,
  patientStory,
  says,
  slack,
  story,
  unmarked,
} from './scene.mjs';

const rarer = patientStory('a site that stays down is asked ever less often', async (scene) => {
  const site = await scene.world.site('rarer');
  const tab = await scene.tab(site.url());
  await helped(tab);
  const probes = await askedTimes(site, 'probe', 3, 90_000);
  const waits = gaps([...(await asked(site, 'load')), ...probes]).slice(0, 3);
  const [first = 0, , third = 0] = waits;
  assert.ok(Math.min(...waits) >= 1_000, `no hurry\n${told(probes)}`);
  assert.ok(third > first + slack, `waits of ${waits.join(', ')} ms\n${told(probes)}`);
});

/** Longer than the first wait of our own would be after a 502. */
const wish = 16_000;

const seconds = patientStory('Retry-After in seconds: not asked before', async (scene) => {
  const site = await scene.world.site('later', { behaviour: html(502, 'Later', { 'retry-after': String(wish / 1000) }) });
  const tab = await scene.tab(site.url());
  const help = await helped(tab, { state: 'wait' });
  says(scene, help.text, 'status_asked');
  const [probe] = await askedTimes(site, 'probe', 1);
  const [load] = await asked(site, 'load');
  const wait = (probe?.at ?? 0) - (load?.at ?? 0);
  assert.ok(wait >= wish && wait <= wish * 1.1 + slack, `waited ${wait} ms`);
  await helped(tab, { state: 'wait' });
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const date = patientStory('Retry-After as an HTTP date: not asked before', async (scene) => {
  let named = 0;
  const site = await scene.world.site('date', {
    behaviour: (request, response) => {
      named ||= Math.ceil(Date.now() / 1000) * 1000 + wish;
      html(502, 'Later', { 'retry-after': new Date(named).toUTCString() })(request, response);
    },
  });
  const tab = await scene.tab(site.url());
  says(scene, (await helped(tab, { state: 'wait' })).text, 'status_asked');
  const [probe] = await askedTimes(site, 'probe', 1);
  const late = (probe?.at ?? 0) - named;
  // The Date header that it is measured against is cut to whole seconds: that may add one.
  assert.ok(late >= 0 && late <= 1_000 + wish / 10 + slack, `asked ${late} ms after the time that the site named`);
  await helped(tab, { state: 'wait' });
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const long = story('Retry-After of an hour: says the time, asks nothing, checks when told', async (scene) => {
  const site = await scene.world.site('hour', { behaviour: html(503, 'Later', { 'retry-after': '3600' }) });
  const tab = await scene.tab(site.url());
  says(scene, (await helped(tab, { state: 'stop' })).text, 'status_named');
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
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
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
  await site.heal();
  await leftAlone(site, 1_000);
  await tab.press('check-now');
  await opened(tab, site.url());
});

const alone = story('"Stop" and "Check now" while a check is under way: the site is asked once at a time', async (scene) => {
  /** @type {Set<import('node:http').ServerResponse>} Checks that have not been answered and have not gone away. */
  const open = new Set();
  let checks = 0;
  let prompt = true;
  const fail = html(503, 'Service Unavailable');
  const site = await scene.world.site('alone', {
    gateway: 'none',
    behaviour: (request, response) => {
      if (prompt || request.url !== '/') return fail(request, response);
      checks += 1;
      open.add(response);
      response.on('close', () => open.delete(response));
    },
  });
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  prompt = false;
  await tab.press('check-now');
  await until('the first check', () => checks, { accept: (count) => count === 1 });
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
  await tab.press('check-now');
  await until('the second check', () => checks, { accept: (count) => count === 2 });
  await until('the first to have gone', () => open.size, { accept: (count) => count === 1, within: 5_000 });
  await helped(tab, { state: 'probe' });
  for (const response of open) response.writeHead(503).end();
  await helped(tab, { state: 'wait' });
  assert.equal(checks, 2);
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
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
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
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
  await unmarked(scene, tab);
});

const closed = story('the tab is closed: the site is left alone', async (scene) => {
  const site = await scene.world.site('closed');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.close();
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
});

const by_hand = story('the reader reloads by hand and the page is there: the waiting ends', async (scene) => {
  const site = await scene.world.site('hand', { behaviour: html(503, 'Later', { 'retry-after': '100' }) });
  const tab = await scene.tab(site.url());
  await helped(tab);
  await site.heal();
  await tab.open(site.url());
  await opened(tab, site.url());
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
});

export default [rarer, seconds, date, long, stop, alone, now, tenth, leaves, closed, by_hand];
