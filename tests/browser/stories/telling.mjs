// How the reader is told that what they watched is back, wherever they are: by a notification, for which leave is asked
// when the wish is made, and by the title of the tab.
import assert from 'node:assert/strict';
import { stays, until } from '../lib/until.mjs';
import { formPage, richErrorPage, shopPage } from '../servers/pages.mjs';
import { nameOf } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { asked, comesBack, helped, opened, story } from './scene.mjs';
import { nothingWatched, popupOver, said, wanted, watched, watchedAlone } from './wish.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */

/**
 * Waits for the one notification, which says that this site is back.
 * @param {Scene} scene
 * @param {import('./scene.mjs').Site} site
 */
async function notified({ browser, words }, site) {
  const [one, ...more] = await until('a notification', () => browser.notifications(), { accept: (all) => all.length > 0 });
  assert.deepEqual(more, []);
  assert.equal(one?.title, words.filled('headline_back', { host: nameOf(site.host) }));
  return one.name;
}

/** @param {Scene} scene */
async function notificationGone({ browser }) {
  await until('the notification to be gone', () => browser.notifications(), { accept: (all) => all.length === 0 });
}

const inTab = story('a page that was watched in its tab is back: a notification says so, and a press on it brings the tab to the front', async (scene) => {
  const { browser } = scene;
  const site = await scene.world.site('told');
  const tab = await scene.tab(site.url('/cart'));
  await helped(tab, { state: 'wait' });
  await watched(scene, tab);
  await browser.watchNotifications();
  await comesBack(tab, site, site.url('/cart'));
  const name = await notified(scene, site);
  const other = await scene.tab('about:blank');
  assert.ok(!(await browser.inFront(tab)));
  await browser.pressNotification(name);
  await until('the tab to come to the front', () => browser.inFront(tab));
  await notificationGone(scene);
  assert.equal((await asked(site, 'load')).length, 2, 'and it is not loaded again');
  await nothingWatched(scene, other);
});

const alone = story('a page that was watched without a tab is back: a press on the notification opens it, and the list is empty', async (scene) => {
  const { browser } = scene;
  const { site, other } = await watchedAlone(scene);
  const popup = await popupOver(browser, other);
  await browser.watchNotifications();
  await site.heal();
  await wanted(scene, popup, site);
  await said(scene, popup, 'headline_back');
  await popup.close();
  const name = await notified(scene, site);
  await browser.killBackground(); // A notification outlasts it.
  await browser.pressNotification(name);
  const page = await scene.tabAt(site.url('/cart'));
  await opened(page, site.url('/cart'));
  await notificationGone(scene);
  await nothingWatched(scene, other);
});

const known = story('a page that was watched without a tab is back: "OK" in the popup takes the notification away too', async (scene) => {
  const { browser } = scene;
  const { site, other } = await watchedAlone(scene);
  const popup = await popupOver(browser, other);
  await browser.watchNotifications();
  await site.heal();
  await wanted(scene, popup, site);
  await notified(scene, site);
  await said(scene, popup, 'headline_back');
  await popup.pressAt('.watches button[data-dismiss]');
  await notificationGone(scene);
  await popup.close();
  await nothingWatched(scene, other);
});

const granted = story('notifications: leave that was given is not asked for again', async (scene) => {
  const site = await scene.world.site('granted');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await scene.browser.watchNotifications();
  await watched(scene, tab);
  await stays('no popup', () => scene.browser.openPopup().then(() => false, () => true), 1_500);
  assert.ok(!(await scene.browser.leavesAskedFor()).includes('open'));
  await tab.press('stop');
});

const asking = story('notifications: leave is asked for when the reader presses "Keep watching"', async (scene) => {
  const browser = await scene.another();
  await browser.forbidNotifications();
  const site = await scene.world.site('asking');
  const tab = await browser.newTab();
  await tab.open(site.url());
  await helped(tab, { state: 'wait' });
  await browser.watchNotifications();
  await watched(scene, tab, browser);
  await until('leave to be asked for', () => browser.leavesAskedFor(), { accept: ([first]) => first !== undefined });
  if (browser.name === 'chromium') {
    // The press in the page counts; its question stands in a window of its own, which nobody can press here.
    await stays('the question', async () => (await browser.leavesAskedFor()).join() === 'open', 1_500);
    return;
  }
  // There it does not count: the popup has the button.
  const popup = await until('the popup to open by itself', () => browser.openPopup());
  await said(scene, popup, 'status_watch');
  await said(scene, popup, 'button_notify');
  await popup.pressAt('[data-grant=notifications]');
  await until('leave to be given', () => browser.mayNotify());
  await until('the button to go', () => popup.help(), { accept: ({ text }) => !scene.words.in(text, 'button_notify') });
  await popup.close();
  await tab.press('stop');
  await watched(scene, tab, browser);
  await stays('no popup', () => browser.openPopup().then(() => false, () => true), 1_500);
});

/** @type {import('./scene.mjs').Story} */
const ownPages = {
  only: 'firefox', // It gives leave without a question here. Chromium asks in a window that nobody can press.
  ...story('notifications: the popup and our own page ask for leave by themselves', async (scene) => {
    const browser = await scene.another();
    const bare = await scene.world.site('bare', { behaviour: answer(502, {}, '') });
    const own = await browser.newTab();
    await own.open(bare.url());
    await helped(own, { where: 'page', state: 'wait' });
    await browser.forbidNotifications();
    await watched(scene, own, browser);
    await until('leave to be given', () => browser.mayNotify());
    await own.press('stop');

    const popup = await browser.popup(own);
    await said(scene, popup, 'status_stopped');
    await browser.forbidNotifications();
    await watched(scene, popup, browser);
    await until('leave to be given', () => browser.mayNotify());
    await popup.close();
  }),
};

/**
 * @param {Tab} tab
 * @param {string} title
 */
function called(tab, title) {
  return until(`the title ${JSON.stringify(title)}`, () => tab.page.title(), { accept: (seen) => seen === title });
}

const title = story('a page that is back and not opened by itself says so in the title of its tab, which has its own again after', async (scene) => {
  const site = await scene.world.site('title', { behaviour: html(503, richErrorPage) });
  const own = /<title>(.*)<\/title>/.exec(richErrorPage)?.[1] ?? '';
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'card', state: 'wait' });
  await called(tab, own);
  await tab.page.click('input[name=q]');
  await tab.page.keyboard.type('lamps');
  await site.heal();
  await tab.press('check-now').catch(() => undefined);
  await helped(tab, { kind: 'card', state: 'back' });
  await called(tab, scene.words.filled('title_back', { host: nameOf(site.host) }));
  await tab.pressAt(`a[href="${site.url()}"]`);
  await opened(tab, site.url());
  await called(tab, /<title>(.*)<\/title>/.exec(shopPage)?.[1] ?? '');
});

const form = story('a form that was sent and watched: its site is back, and title and notification say so', async (scene) => {
  let healed = false;
  const site = await scene.world.site('order', {
    behaviour: (request, response) => {
      if (healed) html(200, shopPage)(request, response);
      else html(request.url === '/form' ? 200 : 503, request.url === '/form' ? formPage : '<title>Oh no</title>Service Unavailable')(request, response);
    },
  });
  const tab = await scene.tab(site.url('/form'));
  await tab.page.click('#send');
  await helped(tab, { kind: 'help', state: 'wait' });
  await called(tab, 'Oh no');
  await watched(scene, tab);
  await scene.browser.watchNotifications();
  healed = true;
  await tab.press('check-now').catch(() => undefined);
  await helped(tab, { kind: 'help', state: 'back' });
  await called(tab, scene.words.filled('title_back', { host: nameOf(site.host) }));
  const name = await notified(scene, site);
  await scene.tab('about:blank');
  await scene.browser.pressNotification(name);
  await until('the tab to come to the front', () => scene.browser.inFront(tab));
  await notificationGone(scene);
  assert.equal((await site.requests()).filter(({ method }) => method === 'POST').length, 1);
});

export default [inTab, alone, known, asking, granted, ownPages, title, form];
