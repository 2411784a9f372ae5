// "Keep watching": a wish that outlasts the tab, the background and the browser; and what it leaves behind.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../browsers/driver.mjs';
import { until } from '../lib/until.mjs';
import { answer } from '../servers/upstream.mjs';
import { asked, has, helped, leftAlone, nothingPlanned, opened, says, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Popup} Popup */

/**
 * The popup over a page that is nobody's, once it says what it is wished to say.
 * @param {Scene} scene
 * @param {Popup} popup
 * @param {string} message
 */
function popupSays(scene, popup, message) {
  return until(`the popup to say ${message}`, () => popup.help(), { accept: ({ text }) => scene.words.in(text, message), tell: ({ text }) => text });
}

/**
 * @param {Scene} scene
 * @param {string} badge
 */
function everywhere(scene, badge) {
  return until(`the badge everywhere to be ${JSON.stringify(badge)}`, () => scene.browser.badge(), { accept: (text) => text === badge });
}

const pressed = story('"Keep watching" says so, and "Stop" ends it', async (scene) => {
  const site = await scene.world.site('watched');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.press('keep-watching');
  const help = await until('help to say so', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'status_watch') });
  says(scene, help.text, 'detail_watch');
  assert.ok(!has(help, 'keep-watching'), 'nothing left to wish for');
  assert.ok((await scene.browser.stored('local')).watched, 'it is kept for the next start of the browser');
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
  assert.equal((await scene.browser.stored('local')).watched, undefined, 'and so is that it has ended');
  await nothingPlanned(scene);
});

const ownPage = story('"Keep watching" in our own page, and in the popup', async (scene) => {
  const site = await scene.world.site('watched', { behaviour: answer(502, {}, '') });
  const tab = await scene.tab(site.url());
  await helped(tab, { where: 'page' });
  await tab.press('keep-watching');
  await until('our page to say so', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'status_watch') });
  await tab.press('stop');
  await helped(tab, { where: 'page', state: 'stop' });
  const popup = await scene.browser.popup(tab);
  await popupSays(scene, popup, 'status_stopped');
  await popup.press('keep-watching');
  // Chromium closes the popup when it asks whether notifications may be shown.
  await until('our page to say so', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'status_watch') });
  await popup.close();
  await tab.press('stop');
  await helped(tab, { where: 'page', state: 'stop' });
});

const outlasts = story('what is watched outlasts its tab and the background; the icon and the popup tell, and lead there', async (scene) => {
  const site = await scene.world.site('watched');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.press('keep-watching');
  await until('help to say so', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'status_watch') });
  await tab.close();
  await scene.browser.killBackground();
  const other = await scene.tab('about:blank');
  const popup = await scene.browser.popup(other);
  await popupSays(scene, popup, 'watched_down');
  assert.ok((await scene.browser.alarms()).length > 0, 'the next question is planned');

  const before = (await asked(site, 'probe')).length;
  await popup.pressAt('[data-want]');
  await until('a check', () => asked(site, 'probe'), { accept: ({ length }) => length === before + 1 });
  await popupSays(scene, popup, 'watched_down');
  await site.heal();
  await popup.pressAt('[data-want]');
  await popupSays(scene, popup, 'headline_back');
  await everywhere(scene, '✓');
  await popup.pressAt('a[data-dismiss]');
  await until('its page to open', () => scene.browser.addresses(), { accept: (addresses) => addresses.includes(site.url()) });
  await everywhere(scene, '');
  assert.equal((await scene.browser.stored('local')).watched, undefined);
  await scene.browser.closeTabsAt(site.url());
  await nothingPlanned(scene);
});

const known = story('the reader has seen that it is back: nothing more is said of it', async (scene) => {
  const site = await scene.world.site('watched');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.press('keep-watching');
  await until('help to say so', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'status_watch') });
  await tab.close();
  await site.heal();
  const popup = await scene.browser.popup(await scene.tab('about:blank'));
  await popupSays(scene, popup, 'watched_down');
  await popup.pressAt('[data-want]');
  await popupSays(scene, popup, 'headline_back');
  await popup.pressAt('button[data-dismiss]');
  await popupSays(scene, popup, 'popup_out_title');
  await until('the list to go', () => popup.help(), { accept: ({ text }) => !scene.words.in(text, 'watched_title') });
  await everywhere(scene, '');
  await popup.close();
  await leftAlone(site, 1_000);
});

const opens = story('a watched tab behind others is opened when the site is back, and its name tells', async (scene) => {
  const site = await scene.world.site('watched');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.press('keep-watching');
  await until('help to say so', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'status_watch') });
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
  await until('nothing to be watched', () => scene.browser.stored('local'), { accept: ({ watched }) => watched === undefined });
});

const restarted = story('what is watched outlasts the browser: an alarm is set at the start, and the popup tells', async (scene) => {
  const site = await scene.world.site('watched');
  const profile = await mkdtemp(join(tmpdir(), 'back-soon-profile-'));
  try {
    const first = await launch(scene.browser.name, scene.extension, profile);
    try {
      const tab = await first.newTab();
      await tab.open(site.url());
      await helped(tab);
      await tab.press('keep-watching');
      await until('it to be kept', () => first.stored('local'), { accept: ({ watched }) => watched !== undefined });
    } finally {
      await first.close();
    }
    const before = (await asked(site, 'load')).length;
    const second = await launch(scene.browser.name, scene.extension, profile);
    try {
      await until('an alarm', () => second.alarms(), { accept: ({ length }) => length > 0 });
      assert.equal((await asked(site, 'load')).length, before, 'no tab of the site is there');
      const popup = await second.popup(await second.newTab());
      await popupSays(scene, popup, 'watched_down');
      await site.heal();
      await popup.pressAt('[data-want]');
      await popupSays(scene, popup, 'headline_back');
      assert.equal(await second.badge(), '✓');
    } finally {
      await second.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

export default [restarted, pressed, ownPage, outlasts, known, opens];
