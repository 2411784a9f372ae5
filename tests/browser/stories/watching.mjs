// "Keep watching": a wish that outlasts the tab, the background and the browser, and how it is told of when it comes true.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { asked, askedTimes, has, helped, nothingPlanned, opened, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Driver} Driver */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */
/** @typedef {import('../browsers/driver.mjs').Popup} Popup */

/**
 * Waits until what is shown says a message.
 * @param {Scene} scene
 * @param {Pick<Tab | Popup, 'help'>} shown
 * @param {string} name
 */
function said({ words }, shown, name) {
  return until(`${JSON.stringify(words.of(name))} to be said`, () => shown.help(), {
    accept: ({ text }) => words.in(text, name),
    tell: ({ text }) => text,
  });
}

/** @param {Driver} browser */
async function isKept(browser) {
  return (await browser.stored('local')).watched !== undefined;
}

/**
 * Presses "Keep watching" where help is shown, and sees that the wish was heard, and outlasts the browser.
 * @param {Scene} scene
 * @param {Pick<Tab | Popup, 'help' | 'press'>} shown
 * @param {Driver} [browser]
 */
async function watched(scene, shown, browser = scene.browser) {
  await shown.press('keep-watching');
  const seen = await said(scene, shown, 'status_watch');
  assert.ok(!has(seen, 'keep-watching'), 'it is offered once');
  await until('the wish to be kept', () => isKept(browser));
}

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

/**
 * The popup over a page that is well, once it is drawn.
 * @param {Driver} browser
 * @param {Tab} tab
 */
async function popupOver(browser, tab) {
  const popup = await browser.popup(tab);
  await until('the popup to be drawn', () => popup.help(), { accept: ({ kind }) => kind === 'popup' });
  return popup;
}

/**
 * No popup over this tab tells of anything that is watched, and no icon either.
 * @param {Scene} scene
 * @param {Tab} tab
 */
async function nothingWatched(scene, tab) {
  const { browser, words } = scene;
  await until('the icon to be bare', () => browser.badge(tab), { accept: (badge) => badge === '' });
  await until('the wish to be forgotten', async () => !(await isKept(browser)));
  const popup = await popupOver(browser, tab);
  const { text } = await popup.help();
  assert.ok(!words.in(text, 'watched_title'), text);
  await popup.close();
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

/**
 * A site that is down and watched without a tab, its background dead; and another tab, in front.
 * @param {Scene} scene
 */
async function watchedAlone(scene) {
  const site = await scene.world.site('watched');
  const tab = await scene.tab(site.url('/cart'));
  await helped(tab, { state: 'wait' });
  await watched(scene, tab);
  await tab.close();
  const fine = await scene.world.site('fine', { behaviour: html(200, shopPage) });
  const other = await scene.tab(fine.url());
  await opened(other, fine.url());
  await scene.browser.killBackground();
  return { site, other };
}

/**
 * Presses "check now" beside what is watched, and sees that the site is asked at once.
 * @param {Scene} scene
 * @param {Popup} popup
 * @param {import('./scene.mjs').Site} site
 */
async function wanted(scene, popup, site) {
  const before = (await asked(site, 'probe')).length;
  await said(scene, popup, 'watched_down');
  await popup.pressAt('[data-want]');
  await askedTimes(site, 'probe', before + 1, 3_000);
}

/**
 * @param {Driver} browser
 * @param {Tab} tab
 * @param {string} mark
 */
async function marked(browser, tab, mark) {
  await until(`the mark ${mark}`, () => browser.badge(tab), { accept: (badge) => badge === mark });
}

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
