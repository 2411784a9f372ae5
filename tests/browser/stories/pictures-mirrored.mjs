// What the other pictures show in English, from right to left as well: help that was stopped or whose site is back, with a
// form and all that is folded away; an answer about a site; and the popup where nothing fails. In Chromium alone: each takes a
// browser of its own, and what runs from right to left in Firefox is seen in `pictures-watching`.
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { checkedTimes, helped, opened, story } from './scene.mjs';
import { bothColours, picture, popupPicture, saved, settled } from './pictures.mjs';

const failing = html(503, 'Service Unavailable');

const form = story('pictures: from right to left, a form that was sent, failed and then back', async (scene) => {
  const own = { ...scene, browser: await scene.another({ mirrored: true }) };
  let healed = false;
  const site = await scene.world.site('shop', {
    behaviour: (request, response) => {
      const page = request.url === '/form' ? '<!doctype html><form method="post" action="/order"><button id="send">Send</button></form>' : shopPage;
      (healed || request.url === '/form' ? html(200, page) : failing)(request, response);
    },
  });
  const tab = await own.browser.newTab();
  await tab.open(site.url('/form'));
  await tab.page.click('#send');
  await helped(tab, { kind: 'help' });
  await checkedTimes(own, tab, 2);
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
  await picture(own, tab, 'help-form-stopped-rtl');
  healed = true;
  await tab.press('check-now');
  await helped(tab, { state: 'back' });
  await picture(own, tab, 'help-form-back-rtl');
  await tab.press('show-original');
  await helped(tab, { kind: 'pill' });
  await picture(own, tab, 'pill-rtl');
});

const rest = story('pictures: from right to left, what is folded away, a site that is asked, and the popup', async (scene) => {
  const own = { ...scene, browser: await scene.another({ mirrored: true }) };
  const { browser } = own;
  const site = await scene.world.site('shop', { behaviour: html(502, '<h1>502 Bad Gateway</h1><hr>nginx') });
  const tab = await browser.newTab();
  await tab.open(site.url('/orders/today'));
  await helped(tab, { state: 'wait' });
  for (const nth of [5, 4, 3, 2, 1]) await tab.pressAt(`details:nth-of-type(${nth}) > summary`);
  for (const colours of bothColours) {
    await browser.colours(colours);
    await tab.page.setViewport({ width: 360, height: 4000 });
    await settled(tab, colours, 360);
    await saved(own, `help-unfolded-rtl${colours === 'dark' ? '-dark' : ''}-phone`, (file) => tab.picture(file));
  }
  await browser.colours('light');
  const asked = await browser.newTab();
  await asked.open(`${browser.base}help.html?ask#${encodeURIComponent(site.url())}`);
  await until('the answer', () => asked.help(), { accept: ({ text }) => text.includes('502') });
  await picture(own, asked, 'asked-down-rtl');
  const fine = await scene.world.site('news', { behaviour: html(200, shopPage) });
  await asked.open(fine.url());
  await opened(asked, fine.url());
  await popupPicture(own, asked, 'healthy-rtl');
});

/** @type {import('./scene.mjs').Story[]} */
export default [
  { only: 'chromium', ...form },
  { only: 'chromium', ...rest },
];
