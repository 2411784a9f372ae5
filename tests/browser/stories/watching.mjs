// "Keep watching": a wish that outlasts the tab, the background and the browser, and how it is told of when it comes true.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../lib/until.mjs';
import { answer } from '../servers/upstream.mjs';
import { asked, helped, nothingPlanned, opened, story } from './scene.mjs';
import { isKept, marked, nothingWatched, popupOver, said, wanted, watched, watchedAlone } from './wish.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */
/** @typedef {import('../browsers/driver.mjs').Popup} Popup */

/**
 * "Stop" ends the wish.
 * @param {Scene} scene
 * @param {Pick<Tab | Popup, 'help' | 'press'>} shown
 */
async function stopped(scene, shown) {
  await shown.press('stop');
  await said(scene, shown, 'status_stopped');
  await until('the wish to be forgotten', async () => !(await isKept(scene.browser)));
  await nothingPlanned(scene);
}

const pressed = story('keep watching, pressed in the page, in our own page and in the popup: the status says so, and "Stop" ends it', async (scene) => {
  const site = await scene.world.site('watched');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await watched(scene, tab);
  await stopped(scene, tab);

  const popup = await scene.browser.popup(tab);
  await said(scene, popup, 'status_stopped');
  await watched(scene, popup);
  await said(scene, tab, 'status_watch');
  await stopped(scene, popup);
  await popup.close();

  const bare = await scene.world.site('bare', { behaviour: answer(502, {}, '') });
  const own = await scene.tab(bare.url());
  await helped(own, { where: 'page', state: 'wait' });
  await watched(scene, own);
  await stopped(scene, own);
});

const outlasts = story('what is watched outlasts its tab and the background: the popup of another tab tells, checks, and opens it when it is back', async (scene) => {
  const { browser } = scene;
  const { site, other } = await watchedAlone(scene);
  assert.notEqual((await browser.alarms()).length, 0, 'an alarm stands');
  const popup = await popupOver(browser, other);
  await wanted(scene, popup, site);
  await said(scene, popup, 'watched_down');
  await site.heal();
  await wanted(scene, popup, site);
  await said(scene, popup, 'headline_back');
  const late = await scene.tab('about:blank');
  for (const tab of [other, late]) await marked(browser, tab, '✓');

  const again = await popupOver(browser, other);
  await said(scene, again, 'headline_back');
  await again.pressAt('.watches a');
  const page = await scene.tabAt(site.url('/cart'));
  await opened(page, site.url('/cart'));
  assert.ok(await browser.inFront(page), 'and the reader sees it');
  await again.close();
  await nothingWatched(scene, other);
});

const known = story('what is watched and back: "OK" is enough, and opens nothing; "Stop watching" ends it before', async (scene) => {
  const { browser } = scene;
  const { site, other } = await watchedAlone(scene);
  await site.heal();
  const popup = await popupOver(browser, other);
  await wanted(scene, popup, site);
  await said(scene, popup, 'headline_back');
  await marked(browser, other, '✓');
  await popup.pressAt('.watches button[data-dismiss]');
  await until('the list to be gone', () => popup.help(), { accept: ({ text }) => !scene.words.in(text, 'watched_title') });
  await popup.close();
  await nothingWatched(scene, other);
  assert.equal((await asked(site, 'load')).length, 1, 'it was not opened');

  const second = await watchedAlone(scene);
  const then = await popupOver(browser, second.other);
  await said(scene, then, 'watched_down');
  await then.pressAt('.watches button[data-dismiss]');
  await until('the list to be gone', () => then.help(), { accept: ({ text }) => !scene.words.in(text, 'watched_title') });
  await then.close();
  await nothingWatched(scene, second.other);
});

const restarted = story('the browser is closed and started again while something is watched: no page of it is open, and its return is told of', async (scene) => {
  const profile = await mkdtemp(join(tmpdir(), 'back-soon-profile-'));
  try {
    const site = await scene.world.site('restart');
    const before = await scene.another({ profile });
    const tab = await before.newTab();
    await tab.open(site.url('/cart'));
    await helped(tab, { state: 'wait' });
    await watched(scene, tab, before);
    await before.close();
    const asking = (await asked(site, 'probe')).length;

    const after = await scene.another({ profile });
    const other = await after.newTab();
    await until('an alarm', () => after.alarms(), { accept: (alarms) => alarms.length > 0 });
    const popup = await popupOver(after, other);
    await said(scene, popup, 'watched_down');
    assert.equal((await asked(site, 'load')).length, 1, 'no page of it was opened');
    assert.ok((await asked(site, 'probe')).length <= asking + 1, 'and it is not asked more than before');
    await site.heal();
    await wanted(scene, popup, site);
    await said(scene, popup, 'headline_back');
    await marked(after, other, '✓');
    await after.close();
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

export default [pressed, outlasts, known, restarted];
