// The toolbar's popup: the same truth in short, and the same buttons.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { richErrorPage, shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { askedTimes, has, helped, leftAlone, nothingPlanned, opened, says, story, unmarked } from './scene.mjs';
import { popupOver, said } from './wish.mjs';

/**
 * Waits until the popup is drawn and has such a state.
 * @param {import('../browsers/driver.mjs').Popup} popup
 * @param {string} state
 */
function drawn(popup, state) {
  return until(`a popup with the state ${JSON.stringify(state)}`, () => popup.help(), {
    accept: (seen) => seen.kind === 'popup' && seen.state === state,
  });
}

const failing = story('the popup over a failing page: tells the same, stops, checks, and sees the site return', async (scene) => {
  const site = await scene.world.site('popup');
  const tab = await scene.tab(site.url());
  await helped(tab);
  const popup = await scene.browser.popup(tab);
  const seen = await until('the popup to be drawn', () => popup.help(), { accept: ({ kind }) => kind === 'popup' });
  says(scene, seen.text, 'headline_unreachable');
  assert.ok(has(seen, 'check-now') && has(seen, 'stop'));
  assert.notEqual(await scene.browser.badge(tab), '', 'the icon bears a mark');

  await popup.press('stop');
  await drawn(popup, 'stop');
  await helped(tab, { state: 'stop' });
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
  await site.heal();
  await popup.press('check-now');
  await opened(tab, site.url());
  await popup.close();
  await unmarked(scene, tab);
});

const rich = story('the popup over a card opens the whole help in the page', async (scene) => {
  const site = await scene.world.site('more', { behaviour: html(503, richErrorPage) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'card' });
  const popup = await scene.browser.popup(tab);
  await popup.press('show-help');
  await helped(tab, { kind: 'help' });
  await popup.close();
  await tab.press('check-now');
  await askedTimes(site, 'probe', 1);
});

const healthy = story('the popup over a healthy page says so, over a page of the browser too', async (scene) => {
  const site = await scene.world.site('fine', { behaviour: html(200, shopPage) });
  const tab = await scene.tab(site.url());
  await opened(tab, site.url());
  const popup = await scene.browser.popup(tab);
  const seen = await until('the popup to be drawn', () => popup.help(), { accept: ({ kind }) => kind === 'popup' });
  says(scene, seen.text, 'popup_healthy_title');
  await popup.close();

  const blank = await scene.tab('about:blank');
  const out = await scene.browser.popup(blank);
  const shown = await until('the popup to be drawn', () => out.help(), { accept: ({ kind }) => kind === 'popup' });
  says(scene, shown.text, 'popup_out_title');
  await out.close();
});

const silent = 'http://127.0.0.1:1/';

const shut = story('the popup over the browser’s own page for a site that it cannot reach does not say that all is well, and asks that site', async (scene) => {
  const tab = await scene.tab(silent);
  const popup = await popupOver(scene.browser, tab);
  await said(scene, popup, 'popup_out_text');
  says(scene, (await popup.help()).text, 'popup_out_title');
  await popup.pressAt('[data-ask]');
  await said(scene, popup, 'ask_silent');
  await popup.pressAt('[data-back]');
  await said(scene, popup, 'popup_out_text');
  await popup.close();
});

export default [failing, rich, healthy, shut];
