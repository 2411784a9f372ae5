// Pages that had failed before the extension could hear of it, and pages that a worker of the site's own answers.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { formPage, shopPage } from '../servers/pages.mjs';
import { told } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { asked, helped, leftAlone, opened, says, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */

/**
 * Waits for the site's bare error, with nothing of ours over it.
 * @param {Tab} tab
 */
function bare(tab) {
  return until('the bare error page', () => tab.text(), { accept: (text) => text.includes('502') });
}

/**
 * A tab that failed is helped without being loaded again, and opened when its site is back.
 * @param {import('./scene.mjs').Site} site
 * @param {Tab} tab
 * @param {string} address
 */
async function takenUp(site, tab, address) {
  await tab.show();
  await helped(tab, { kind: 'help', state: 'wait' });
  assert.equal((await asked(site, 'load')).length, 1, told(await site.requests()));
  await site.heal();
  await opened(tab, address);
  assert.equal((await asked(site, 'load')).length, 2, told(await site.requests()));
}

const switchedOn = story('the extension is switched off and on: tabs that failed meanwhile, and tabs that it had helped, are helped', async (scene) => {
  const { browser, world } = scene;
  const before = await world.site('before');
  const helpedBefore = await scene.tab(before.url());
  await helped(helpedBefore);
  const site = await world.site('meanwhile');
  const fine = await world.site('fine', { behaviour: html(200, shopPage) });
  const failed = await scene.tab();
  const well = await scene.tab();
  await browser.switchedOff(async () => {
    await failed.open(site.url('/cart'));
    await bare(failed);
    await well.open(fine.url());
  });
  await takenUp(site, failed, site.url('/cart'));
  await takenUp(before, helpedBefore, before.url());
  assert.equal((await well.help()).where, 'nothing');
  await leftAlone(fine, 500);
});

const given = story('the right to see sites is given: a tab that failed before is helped, without being loaded again', async (scene) => {
  const site = await scene.world.site('given');
  const tab = await scene.tab();
  await scene.browser.siteAccess(false);
  try {
    await tab.open(site.url());
    await bare(tab);
  } finally {
    await scene.browser.siteAccess(true);
  }
  await takenUp(site, tab, site.url());
});

const installed = story('the extension is installed: a tab that failed before is helped; if a form was sent for it, it is opened and not sent again', async (scene) => {
  let healed = false;
  const site = await scene.world.site('order', {
    behaviour: (request, response) => {
      if (healed) html(200, shopPage)(request, response);
      else html(request.url === '/form' ? 200 : 502, request.url === '/form' ? formPage : 'Error 502')(request, response);
    },
  });
  const browser = await scene.another();
  const order = await browser.newTab();
  const plain = await browser.newTab();
  await browser.removed(async () => {
    await plain.open(site.url('/cart'));
    await bare(plain);
    await order.show();
    await order.open(site.url('/form'));
    await order.page.click('#send');
    await bare(order);
  });
  for (const tab of [plain, order]) {
    await tab.show();
    await helped(tab, { kind: 'help', state: 'wait' });
  }
  healed = true;
  await order.press('check-now').catch(() => undefined); // Its own check may have been first.
  await opened(order, site.url('/order'));
  await opened(plain, site.url('/cart'));
  const orders = (await site.requests()).filter(({ path, kind }) => path === '/order' && kind === 'load');
  assert.deepEqual(orders.map(({ method }) => method), ['POST', 'GET'], told(await site.requests()));
});

/** A page with a worker that answers all its pages itself while the site says so. */
const workerPage = shopPage.replace(
  '</body>',
  `<script>navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => { document.title = 'ready' })</script></body>`,
);
/** @param {boolean} down */
const worker = (down) => `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate' && ${down}) event.respondWith(new Response('down', { status: 503, headers: { 'content-type': 'text/html' } }));
  else if (event.request.mode === 'navigate') event.respondWith(fetch(event.request));
});`;

/**
 * @param {Tab} tab
 */
async function workerIs(tab) {
  await until('the worker to rule the page', () => tab.page.evaluate(() => navigator.serviceWorker.controller !== null && document.title === 'ready'));
}

const workers = story('a worker of the site\'s own answers with an error: help is drawn, and when it lets the page through, that is opened', async (scene) => {
  let down = false;
  /** @type {import('../servers/upstream.mjs').Answer} */
  const behaviour = (request, response) => {
    if (request.url === '/worker.js') answer(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' }, worker(down))(request, response);
    else html(200, workerPage)(request, response);
  };
  const site = await scene.world.named('localhost', behaviour);
  const tab = await scene.tab(site.url('/first'));
  try {
    await workerIs(tab);
    await tab.open(site.url('/healthy'));
    await opened(tab, site.url('/healthy'));
    await workerIs(tab);
    assert.equal(await scene.browser.badge(tab), '', 'a healthy page of such a site gets nothing');

    down = true;
    await change(tab);
    await tab.open(site.url('/cart'));
    const seen = await helped(tab, { kind: 'help' });
    says(scene, seen.text, 'error_named');
    down = false;
    await change(tab);
    await opened(tab, site.url('/cart'), 60_000);
  } finally {
    await tab.page.evaluate(async () => {
      for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
    });
  }
});

/**
 * Has the browser look for the worker's new version, and waits until that one rules.
 * @param {Tab} tab
 */
async function change(tab) {
  await tab.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const ruling = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    await registration?.update();
    await ruling;
  });
}

export default [switchedOn, given, installed, workers];
