// Pictures of what is watched, of what is past and of a language from right to left, beside the others in `pictures`.
import { until } from '../lib/until.mjs';
import { richErrorPage, shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { checkedTimes, fromRightToLeft, helped, opened, story } from './scene.mjs';
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
  await site.heal();
  await tab.press('check-now').catch(() => undefined); // Its own check may have been first.
  await opened(tab, site.url());
  await until('three records', () => browser.past(), { accept: (all) => all.length === 3 });
  await tab.open(address);
  await until('three records', () => tab.help(), { accept: ({ text }) => text.includes('nobody-can-remember') });
  await picture(own, tab, 'history');
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

const all = [wish, list, past];

export default [...all, ...all.map(fromRightToLeft), mirrored];
