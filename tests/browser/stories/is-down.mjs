// "Is this down?": a question to a site at the reader's press, from the menu of the right button and from the popup.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { accessible, bothColours, picture, saved } from './pictures.mjs';
import { asked, askedTimes, comesBack, fromRightToLeft, helped, leftAlone, opened, says, story } from './scene.mjs';
import { isKept, marked, popupOver, said } from './wish.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Tab} Tab */

/**
 * Presses the entry of the menu, and waits for our page about that address.
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} [link]
 */
async function askedByMenu(scene, tab, link) {
  const address = link ?? (await tab.address());
  await scene.browser.askByMenu(tab, link);
  return scene.tabAt(`${scene.browser.base}help.html?asked#${encodeURIComponent(address)}`);
}

/**
 * Our page about an address, in a tab that automation can press in.
 * @param {Scene} scene
 * @param {string} address
 */
function questionTab(scene, address) {
  return scene.tab(`${scene.browser.base}help.html?ask#${encodeURIComponent(address)}`);
}

/**
 * Loads our page again. Firefox's automation never hears of the end of that.
 * @param {Tab} tab
 */
async function reloaded(tab) {
  await tab.page.evaluate(() => location.reload()).catch(() => undefined);
}

const menu = story('"is this down?" in the menu, on a link and on a page: our page opens in front and asks once, and not again when it is loaded again', async (scene) => {
  const fine = await scene.world.site('fine', { behaviour: html(200, shopPage) });
  const down = await scene.world.site('down');
  const tab = await scene.tab(fine.url());
  await opened(tab, fine.url());
  const shown = await askedByMenu(scene, tab, down.url('/cart?id=1'));
  assert.ok(await scene.browser.inFront(shown));
  await until('the question', () => asked(down, 'probe'), { accept: (all) => all.some(({ path }) => path === '/cart?id=1') });
  await leftAlone(down, 1_000);
  assert.equal((await asked(down, 'probe')).length, 1);
  await shown.close();

  await (await askedByMenu(scene, tab)).close();
  await until('the question', () => asked(fine, 'probe'), { accept: (all) => all.length === 1 });
});

/**
 * Unfolds who else can tell of a site, and looks that the links there are about it.
 * @param {Scene} scene
 * @param {Tab | import('../browsers/driver.mjs').Popup} shown
 * @param {string} address
 */
async function othersOffered(scene, shown, address) {
  await shown.pressAt('summary');
  const { links } = await said(scene, shown, 'everyone_links');
  assert.ok(links.filter((link) => link.includes(new URL(address).hostname)).length >= 4, links.join(' '));
}

const answers = story('"is this down?" says that a site is up, what is wrong with it, or that it is silent; asks again when pressed, and keeps watching', async (scene) => {
  const site = await scene.world.site('down');
  const tab = await questionTab(scene, site.url());
  await said(scene, tab, 'headline_unreachable');
  says(scene, (await tab.help()).text, 'button_keep_watching');
  await othersOffered(scene, tab, site.url());
  await reloaded(tab);
  await said(scene, tab, 'ask_text');
  await leftAlone(site, 1_000);
  await tab.pressAt('[data-ask]');
  await said(scene, tab, 'headline_unreachable');
  assert.equal((await asked(site, 'probe')).length, 2);

  await tab.pressAt('[data-watch]');
  await said(scene, tab, 'ask_watched');
  await until('the wish to be kept', () => isKept(scene.browser));
  await askedTimes(site, 'probe', 3);
  const other = await scene.tab('about:blank');
  await marked(scene.browser, other, '');
  const popup = await popupOver(scene.browser, other);
  await said(scene, popup, 'watched_down');
  await popup.pressAt('[data-dismiss]');
  await until('the wish to be forgotten', async () => !(await isKept(scene.browser)));
  await popup.close();

  await site.heal();
  await tab.show();
  await reloaded(tab);
  await said(scene, tab, 'ask_text');
  await tab.pressAt('[data-ask]');
  await said(scene, tab, 'ask_up');

  const nobody = await questionTab(scene, 'http://localhost:9/');
  await said(scene, nobody, 'ask_silent');
});

const nothing = story('our page without an address of the web has nothing to wait for, and says so', async (scene) => {
  for (const rest of ['', '#', '#javascript:alert(1)', '?ask#javascript:alert(1)', '?ask#file:///etc/hosts', '?asked']) {
    const tab = await scene.tab(`${scene.browser.base}help.html${rest}`);
    await said(scene, tab, 'idle_title');
    says(scene, (await tab.help()).text, 'idle_text');
  }
});

/** @type {import('./scene.mjs').Story} */
const inPrivate = {
  only: 'firefox', // Chromium shows no page of ours in a private window.
  ...story('"is this down?" in a private window keeps nothing, says so in place of "Keep watching", and leads to where it can be pressed', async (scene) => {
    const browser = await scene.another({ inPrivate: true });
    const own = { ...scene, browser };
    const site = await scene.world.site('private');
    const tab = await browser.newPrivateTab();
    await tab.open(`${browser.base}help.html?ask#${encodeURIComponent(site.url())}`);
    const { text } = await said(own, tab, 'ask_private');
    says(own, text, 'headline_unreachable');
    assert.ok(!scene.words.in(text, 'button_keep_watching'), text);
    await saved(own, 'asked-private', (file) => tab.picture(file));

    await tab.pressAt('a.link');
    await helped(tab, { state: 'wait' });
    await tab.press('keep-watching');
    await said(own, tab, 'status_watch');
    assert.ok(!(await isKept(browser)), 'and nothing of it is kept');
    assert.deepEqual(Object.keys(await browser.stored('local')), []);
  }),
};

const popup = story('the popup over a healthy page: how fast it came, what there was of late, who else can tell of it, who answers, and what on it fails', async (scene) => {
  const parts = '<script>for (const n of [1, 2, 3]) fetch("/api/<b>?secret=" + n); fetch("/fine");</script>';
  const site = await scene.world.site('fine', {
    behaviour: (request, response) => {
      if (request.url?.startsWith('/api')) return answer(503, {}, 'no')(request, response);
      html(200, request.url === '/' ? shopPage + parts : shopPage)(request, response);
    },
  });
  const tab = await scene.tab(site.url());
  await opened(tab, site.url());
  await until('the parts', async () => (await site.requests()).filter(({ path }) => path.startsWith('/api')).length === 3);
  await leftAlone(site, 500);
  const shown = await popupOver(scene.browser, tab);
  const { text } = await shown.help();
  for (const message of ['popup_healthy_title', 'popup_answered', 'lately_none', 'everyone_title']) says(scene, text, message);
  await othersOffered(scene, shown, site.url());
  await leftAlone(site, 500);

  await shown.pressAt('[data-parts]');
  await said(scene, shown, 'parts_some');
  const list = await shown.help();
  const failed = scene.words.filled('parts_failed', { code: 503, times: 3 });
  assert.ok(list.text.includes(`/api/%3Cb%3E`) && list.text.includes(failed) && !list.text.includes('secret'), list.text);
  await leftAlone(site, 500);
  await shown.pressAt('[data-back]');
  await said(scene, shown, 'popup_answered');

  const before = (await asked(site, 'probe')).length;
  await shown.pressAt('[data-ask]');
  await said(scene, shown, 'answered_through');
  assert.equal((await asked(site, 'probe')).length, before + 1);
  await shown.close();
});

const many = story('what failed on a page that asks for more than browsers note: nobody says that all went well', async (scene) => {
  const page = `${shopPage}<script>
    const ask = (path, count) => Promise.all(Array.from({ length: count }, (_, n) => fetch(path + n)));
    ask('/fine', 260).then(() => ask('/late', 5)).then(() => fetch('/end'));
  </script>`;
  const site = await scene.world.site('many', {
    behaviour: (request, response) => {
      if (request.url?.startsWith('/late')) return answer(502, {}, 'no')(request, response);
      html(200, request.url === '/' ? page : shopPage)(request, response);
    },
  });
  const tab = await scene.tab(site.url());
  await until('the last of them', async () => (await site.requests()).some(({ path }) => path === '/end'));
  const shown = await popupOver(scene.browser, tab);
  await shown.pressAt('[data-parts]');
  const { text } = await said(scene, shown, 'parts_full');
  says(scene, text, 'parts_none');
  await shown.close();
});

const fails = story('an outage that was is told of in the popup over its site', async (scene) => {
  const site = await scene.world.site('late');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await comesBack(tab, site);
  await until('the record', async () => (await scene.browser.past()).some(({ id }) => id.origin === new URL(site.url()).origin));
  const shown = await popupOver(scene.browser, tab);
  const { text } = await shown.help();
  for (const message of ['lately_some', 'lately_last']) says(scene, text, message);
  await shown.close();
});

const pictures = story('pictures: a site that is asked, what fails on a page', async (scene) => {
  const down = await scene.world.site('shop');
  const tab = await questionTab(scene, down.url('/orders/today'));
  await said(scene, tab, 'button_keep_watching');
  await picture(scene, tab, 'asked-down');
  await down.heal();
  await tab.pressAt('[data-ask]');
  await said(scene, tab, 'ask_up');
  await picture(scene, tab, 'asked-up');

  const page = `${shopPage}<script>for (let n = 0; n < 9; n += 1) fetch("/api/with-a-rather-long-name/" + n);</script>`;
  const site = await scene.world.site('news', {
    behaviour: (request, response) => (request.url === '/' ? html(200, page) : answer(502, {}, 'no'))(request, response),
  });
  const over = await scene.tab(site.url());
  await until('the parts', async () => (await site.requests()).length >= 10);
  for (const colours of bothColours) {
    await scene.browser.colours(colours);
    const suffix = colours === 'dark' ? '-dark' : '';
    const popup = await popupOver(scene.browser, over);
    await popup.pressAt('[data-parts]');
    await said(scene, popup, 'parts_some');
    await saved(scene, `popup-parts${suffix}`, (file) => popup.picture(file));
    if (popup.audit) accessible(await popup.audit(), `what failed on a page, ${colours}`);
    await popup.close();
    const other = await popupOver(scene.browser, over);
    await other.pressAt('[data-ask]');
    await said(scene, other, 'ask_up');
    await saved(scene, `popup-asked${suffix}`, (file) => other.picture(file));
    if (other.audit) accessible(await other.audit(), `who answers, ${colours}`);
    await other.close();
  }
  await scene.browser.colours('light');
});

export default [menu, answers, nothing, inPrivate, popup, many, fails, pictures, fromRightToLeft(pictures)];
