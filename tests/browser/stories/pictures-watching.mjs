// Pictures of what is watched, of what is past and of a language from right to left, beside the others in `pictures`.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { richErrorPage, shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { checkedTimes, comesBack, fromRightToLeft, helped, opened, story } from './scene.mjs';
import { picture, popupPicture, saved } from './pictures.mjs';
import { popupOver, said, watched } from './wish.mjs';

const wish = story('pictures: help that keeps watching', async (scene) => {
  const site = await scene.world.site('shop', { behaviour: html(503, 'Service Unavailable') });
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await checkedTimes(scene, tab, 3);
  await watched(scene, tab);
  await picture(scene, tab, 'help-watching');
  await popupPicture(scene, tab, 'watching');
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
});

const list = story('pictures: the popup with what is watched, down and back, with leave for notifications and without', async (scene) => {
  const own = { ...scene, browser: await scene.another() };
  const { browser } = own;
  const down = await scene.world.site('shop');
  const back = await scene.world.site('the-very-long-name-of-a-site');
  for (const site of [down, back]) {
    const tab = await browser.newTab();
    await tab.open(site.url());
    await helped(tab, { state: 'wait' });
    await watched(own, tab);
    await tab.close();
  }
  const fine = await scene.world.site('news', { behaviour: html(200, shopPage) });
  const other = await browser.newTab();
  await other.open(fine.url());
  await opened(other, fine.url());
  await popupPicture(own, other, 'watched-down');
  await back.heal();
  const popup = await popupOver(browser, other);
  await popup.pressAt('.watches > li:last-child [data-want]');
  await said(own, popup, 'headline_back');
  await popup.close();
  await browser.forbidNotifications();
  await popupPicture(own, other, 'watched-back');
});

const past = story('pictures: past outages', async (scene) => {
  const own = { ...scene, browser: await scene.another() };
  const { browser } = own;
  const address = `${browser.base}history.html`;
  const tab = await browser.newTab();
  await tab.open(address);
  await said(own, tab, 'history_empty');
  await picture(own, tab, 'history-empty');

  const long = await scene.world.site('the-very-long-name-of-a-site-that-nobody-can-remember');
  await tab.open(long.url());
  await helped(tab, { state: 'wait' });
  const news = await scene.world.site('news', { gateway: 'none', behaviour: html(503, 'Service Unavailable') });
  await tab.open(news.url());
  await helped(tab, { state: 'wait' });
  await checkedTimes(own, tab, 3);
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
  const site = await scene.world.site('shop');
  await tab.open(site.url());
  await helped(tab, { state: 'wait' });
  await checkedTimes(own, tab, 1);
  await comesBack(tab, site);
  await until('three records', () => browser.past(), { accept: (all) => all.length === 3 });
  await tab.open(address);
  await until('three records', () => tab.help(), { accept: ({ text }) => text.includes('nobody-can-remember') });
  await picture(own, tab, 'history');
});

/**
 * A number as the extension packs it: seven bits a character, the least first.
 * @param {number} number
 */
function packed(number) {
  let text = '';
  for (; number > 127; number = Math.floor(number / 128)) text += String.fromCharCode(128 + (number % 128));
  return text + String.fromCharCode(number);
}

/** Outages of a month: how many days ago one began, how many hours it took, and whether it was the first site's. */
const month = /** @type {const} */ ([
  [29, 2, true], [24, 30, false], [21, 0.1, true], [16, 5, true], [15, 6, true], [9, 0.5, false], [6, 54, false], [3, 11, true], [1, 0.2, false], [0.5, 6, true],
]);

const long = story('pictures: the outages of a month', async (scene) => {
  const own = { ...scene, browser: await scene.another() };
  const { browser } = own;
  const tab = await browser.newTab();
  for (const behaviour of [undefined, html(503, 'Service Unavailable')]) {
    const site = await scene.world.site('shop', behaviour && { behaviour, gateway: 'none' });
    await tab.open(site.url());
    await helped(tab, { state: 'wait' });
    await comesBack(tab, site);
  }
  const two = await until('two records', () => browser.past(), { accept: (all) => all.length === 2 });
  const kept = /** @type {{ history: string[] }} */ (await browser.stored('local')).history;
  const now = Date.now();
  const moved = month.map(([days, hours, first]) => {
    const [{ id }, text] = first ? [two[0], kept[0]] : [two[1], kept[1]];
    const since = Math.round(now - days * 86_400_000);
    const until = Math.round(since + hours * 3_600_000);
    return text.replace(packed(id.since) + packed(id.until), packed(since) + packed(until));
  });
  await browser.store('local', { history: moved });
  assert.deepEqual((await browser.past()).map(({ id }) => Math.round((id.until - id.since) / 360_000) / 10), month.map(([, hours]) => hours));
  await tab.open(`${browser.base}history.html`);
  await until('all records', () => tab.page.evaluate(() => document.querySelectorAll('.records > li').length), { accept: (count) => count === month.length });
  await picture(own, tab, 'history-month');
});

const mirrored = story('pictures: words that run from right to left', async (scene) => {
  const own = { ...scene, browser: await scene.another({ mirrored: true }) };
  const { browser } = own;
  const site = await scene.world.site('shop', { behaviour: html(502, '<h1>502 Bad Gateway</h1><hr>nginx') });
  const tab = await browser.newTab();
  await tab.open(site.url('/orders/today'));
  await helped(tab, { state: 'wait' });
  await checkedTimes(own, tab, 3);
  await helped(tab, { state: 'wait' });
  await picture(own, tab, 'help-rtl');
  await popupPicture(own, tab, 'rtl');
  await tab.page.setViewport({ width: 1280, height: 2700 });
  for (const nth of [1, 2, 3, 4, 5]) await tab.pressAt(`details:nth-of-type(${nth}) > summary`);
  await saved(own, 'help-unfolded-rtl', (file) => tab.picture(file));
  const rich = await scene.world.site('news', { behaviour: html(503, richErrorPage) });
  await tab.open(rich.url());
  await helped(tab, { kind: 'card' });
  await picture(own, tab, 'card-rtl');
  for (const page of ['history', 'options']) {
    await tab.open(`${browser.base}${page}.html`);
    await until(`${page} to be drawn`, () => tab.help(), { accept: ({ text }) => text.length > 100 });
    await picture(own, tab, `${page}-rtl`);
  }
});

const all = [wish, list, past, long];

export default [...all, ...all.map(fromRightToLeft), mirrored];
