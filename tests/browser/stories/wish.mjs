// The sentences of stories in which something is watched.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { asked, askedTimes, has, helped, nothingPlanned, opened } from './scene.mjs';

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
export function said({ words }, shown, name) {
  return until(`${JSON.stringify(words.of(name))} to be said`, () => shown.help(), {
    accept: ({ text }) => words.in(text, name),
    tell: ({ text }) => text,
  });
}

/** @param {Driver} browser */
export async function isKept(browser) {
  return (await browser.stored('local')).watched !== undefined;
}

/**
 * Presses "Keep watching" where help is shown, and sees that the wish was heard, and outlasts the browser.
 * @param {Scene} scene
 * @param {Pick<Tab | Popup, 'help' | 'press'>} shown
 * @param {Driver} [browser]
 */
export async function watched(scene, shown, browser = scene.browser) {
  await shown.press('keep-watching');
  const seen = await said(scene, shown, 'status_watch');
  assert.ok(!has(seen, 'keep-watching'), 'it is offered once');
  await until('the wish to be kept', () => isKept(browser));
}

/**
 * The popup over a page that is well, once it is drawn.
 * @param {Driver} browser
 * @param {Tab} tab
 */
export async function popupOver(browser, tab) {
  const popup = await browser.popup(tab);
  await until('the popup to be drawn', () => popup.help(), { accept: ({ kind }) => kind === 'popup' });
  return popup;
}

/**
 * No popup over this tab tells of anything that is watched, and no icon either.
 * @param {Scene} scene
 * @param {Tab} tab
 */
export async function nothingWatched(scene, tab) {
  const { browser, words } = scene;
  await until('the icon to be bare', () => browser.badge(tab), { accept: (badge) => badge === '' });
  await until('the wish to be forgotten', async () => !(await isKept(browser)));
  const popup = await popupOver(browser, tab);
  const { text } = await popup.help();
  assert.ok(!words.in(text, 'watched_title'), text);
  await popup.close();
  await nothingPlanned(scene);
}

/**
 * A site that is down and watched without a tab, its background dead; and another tab, in front.
 * @param {Scene} scene
 */
export async function watchedAlone(scene) {
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
export async function wanted(scene, popup, site) {
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
export async function marked(browser, tab, mark) {
  await until(`the mark ${mark}`, () => browser.badge(tab), { accept: (badge) => badge === mark });
}
