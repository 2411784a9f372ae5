// What happens behind the pages: the background dies and comes again, storage holds nonsense, the right to see sites is
// taken away, and a healthy web costs nothing.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { kindOf, told } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { asked, heavyStory, helped, leftAlone, opened, patientStory, says, story } from './scene.mjs';

const killed = story('the background is killed while it waits: the page still comes back', async (scene) => {
  const site = await scene.world.site('killed');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await scene.browser.watchWasm();
  await scene.browser.killBackground();
  await site.heal();
  await opened(tab, site.url());
  assert.equal((await asked(site, 'load')).length, 2);
  assert.equal(await scene.browser.wasmStarts(), null, 'it was another background that brought the page back');
});

const checking = patientStory('the background is killed in the middle of a check: the page still comes back', async (scene) => {
  const site = await scene.world.site('checking', { behaviour: 'silent' });
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await tab.press('check-now');
  await helped(tab, { state: 'probe' });
  await scene.browser.killBackground();
  await site.heal();
  // The page shows no countdown then, so that it is the alarm that wakes the next one.
  await opened(tab, site.url(), 50_000);
  assert.equal((await asked(site, 'load')).length, 2, told(await site.requests()));
});

const opening = heavyStory('the background is killed twice while eight tabs are being opened: all come back, each once', async (scene) => {
  const site = await scene.world.site('opening');
  const tabs = [];
  for (let index = 0; index < 8; index += 1) tabs.push(await scene.tab(site.url(`/page/${index}`)));
  for (const tab of tabs) await helped(tab, { state: 'wait' });
  let loads = 0;
  /** @type {Promise<void>[]} */
  const deaths = [];
  await site.become((request, response) => {
    const show = () => html(200, shopPage)(request, response);
    if (kindOf(request.headers.accept) === 'probe') return show();
    loads += 1;
    if (loads !== 1 && loads !== 4) return show();
    const death = scene.browser.killBackground();
    deaths.push(death);
    // The first page comes when the background is gone, and wakes the next one. The fourth comes while it goes.
    if (loads === 1) death.finally(show);
    else show();
  });
  await tabs.at(-1)?.press('check-now').catch(() => undefined); // Its own check may have been first.
  await Promise.all(tabs.map((tab, index) => opened(tab, site.url(`/page/${index}`), 110_000)));
  assert.equal((await Promise.all(deaths)).length, 2, 'it was killed twice');
  const all = (await asked(site, 'load')).map(({ path }) => path).sort();
  assert.deepEqual(all, tabs.flatMap((_, index) => [`/page/${index}`, `/page/${index}`]), told(await site.requests()));
});

const worst = patientStory('the background is killed at the worst moments: an alarm, or the reader, brings it back', async (scene) => {
  const behind = await scene.world.site('behind');
  const hidden = await scene.tab(behind.url());
  await helped(hidden, { state: 'wait' });
  const slow = await scene.world.site('slow', { behaviour: 'silent' });
  const asking = await scene.tab(slow.url());
  await helped(asking, { state: 'wait' });
  await asking.press('check-now');
  await helped(asking, { state: 'probe' });
  const failing = await scene.world.site('failing');
  const front = await scene.tab();
  front.open(failing.url());
  await until('the failure to be noted', async () => JSON.stringify((await scene.browser.stored('session')).tabs).includes(String(front.id)), { every: 10 });
  // One waits behind others, one is in the middle of a check, one has only just failed and nothing is drawn in it.
  await scene.browser.killBackground();
  await behind.heal();
  await slow.heal();
  await helped(front, {}, 45_000);
  await failing.heal();
  await opened(front, failing.url());
  for (const [tab, site] of /** @type {const} */ ([[asking, slow], [hidden, behind]])) {
    await tab.show();
    await opened(tab, site.url(), 10_000);
  }
});

const ownPage = story('the background is killed behind our own page: the page still comes back', async (scene) => {
  const site = await scene.world.site('own', { behaviour: answer(502, {}, '') });
  const tab = await scene.tab(site.url());
  await helped(tab, { where: 'page', state: 'wait' });
  await scene.browser.killBackground();
  await site.heal();
  await opened(tab, site.url());
});

const asleep = story('the background sleeps and a page fails in a new tab: help comes, each time', async (scene) => {
  for (let time = 1; time <= 6; time += 1) {
    await scene.browser.killBackground();
    const site = await scene.world.site('asleep');
    const tab = await scene.tab(site.url());
    await helped(tab, {}, 5_000);
    await tab.close();
  }
});

/** What may lie in the place of our state, if not our state. */
const nonsense = [
  { state: 'not a state', tabs: 'none' },
  { state: { version: 1, outages: 7, visits: null }, tabs: [1, 'x', null] },
  { state: { version: 99, outages: [], visits: [], last_probe: 3, moods: ['new'] }, tabs: {} },
];

const snapshot = story('a corrupt or future snapshot: a fresh start, and the settings are kept', async (scene) => {
  const settings = { settings: { checking: 'when-asked', later: { kept: true } }, other: [1, 2] };
  await scene.browser.store('local', settings);
  try {
    for (const stored of nonsense) {
      await scene.browser.killBackground();
      await scene.browser.store('session', stored);
      const site = await scene.world.site('fresh');
      const tab = await scene.tab(site.url());
      says(scene, (await helped(tab, { state: 'stop' })).text, 'status_settings');
      await site.heal();
      await tab.press('check-now');
      await opened(tab, site.url());
      const { settings: kept, other } = await scene.browser.stored('local');
      assert.deepEqual({ settings: kept, other }, settings);
      await tab.close();
    }
  } finally {
    await scene.browser.store('local', { settings: {}, other: null });
  }
});

const healthy = story('a healthy page costs nothing: no wasm, nothing injected, nothing stored', async (scene) => {
  // Tabs of stories before may still be closing: each wakes the background, and the core in it.
  await until('no tab to be of concern', () => scene.browser.stored('session'), { accept: ({ tabs }) => !Array.isArray(tabs) || tabs.length === 0 });
  await scene.browser.killBackground();
  const good = await scene.world.site('good', { behaviour: html(200, shopPage) });
  const missing = await scene.world.site('missing', { behaviour: html(404, 'Not Found') });
  const before = JSON.stringify(await scene.browser.stored('session'));
  const tab = await scene.tab(good.url()); // wakes the background
  await opened(tab, good.url());
  await scene.browser.watchWasm();
  await tab.open(good.url('/more'));
  await opened(tab, good.url('/more'));
  const lost = await scene.tab(missing.url());
  await until('the 404', () => lost.text(), { accept: (text) => text.includes('Not Found') });
  assert.equal((await tab.help()).hosts, 0);
  assert.equal((await lost.help()).hosts, 0);
  assert.equal(JSON.stringify(await scene.browser.stored('session')), before);
  await leftAlone(good, 1_000);
  assert.equal(await scene.browser.wasmStarts(), 0);

  const bad = await scene.world.site('bad');
  await helped(await scene.tab(bad.url()));
  assert.ok((await scene.browser.wasmStarts() ?? 0) > 0, 'and it is loaded once it is needed, not before');
});

const revoked = story('the right to see sites is taken away: the popup says so and offers to ask, and given back it works', async (scene) => {
  const site = await scene.world.site('revoked');
  const tab = await scene.tab('about:blank');
  await scene.browser.siteAccess(false);
  try {
    await tab.open(site.url());
    await until('the bare error page', () => tab.text(), { accept: (text) => text.includes('502') });
    const popup = await scene.browser.popup(tab);
    const seen = await until('the popup to be drawn', () => popup.help(), { accept: ({ text }) => text !== '' });
    says(scene, seen.text, 'popup_grant_title');
    says(scene, seen.text, 'popup_grant_text');
    says(scene, seen.text, 'button_grant');
    if (scene.browser.name === 'firefox') {
      await popup.pressAt('[data-grant]');
      await until('the right to be given', async () => !scene.words.in((await popup.help()).text, 'popup_grant_title'));
    }
    await popup.close();
  } finally {
    await scene.browser.siteAccess(true);
  }
  await tab.open(site.url());
  await helped(tab);
  await site.heal();
  await opened(tab, site.url());
});

export default [killed, checking, opening, worst, asleep, ownPage, snapshot, healthy, revoked];
