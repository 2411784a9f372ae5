// Pages that failed without a word to us: before we were there, or by the hand of a service worker of the site's own.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { formPage, shopPage } from '../servers/pages.mjs';
import { told } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { asked, askedTimes, helped, opened, story } from './scene.mjs';

const given = story('a tab that fails already when we are given access is helped as it stands', async (scene) => {
  const site = await scene.world.site('before');
  const tab = await scene.tab('about:blank');
  await scene.browser.siteAccess(false);
  try {
    await tab.open(site.url());
    await until('the bare error page', () => tab.text(), { accept: (text) => text.includes('502') });
  } finally {
    await scene.browser.siteAccess(true);
  }
  await helped(tab);
  assert.equal((await asked(site, 'load')).length, 1, 'it was not loaded for that');
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const form = story('a form that had failed before we were there is not sent again: its address is asked for', async (scene) => {
  let healed = false;
  const site = await scene.world.site('order', {
    behaviour: (request, response) => {
      if (healed) html(200, shopPage)(request, response);
      else if (request.url === '/form') html(200, formPage)(request, response);
      else html(503, 'Service Unavailable')(request, response);
    },
  });
  const tab = await scene.tab(site.url('/form'));
  await scene.browser.siteAccess(false);
  try {
    await tab.page.click('#send');
    await until('the bare error page', () => tab.text(), { accept: (text) => text.includes('Service Unavailable') });
  } finally {
    await scene.browser.siteAccess(true);
  }
  await helped(tab);
  healed = true;
  await tab.press('check-now');
  await opened(tab, site.url('/order'));
  const posts = (await site.requests()).filter(({ method }) => method === 'POST');
  assert.equal(posts.length, 1, told(await site.requests()));
});

const anew = story('a tab that fails already when we are started anew is helped as it stands', async (scene) => {
  const site = await scene.world.site('before');
  const tab = await scene.tab(site.url());
  await helped(tab);
  // As after an update, or switched off and on: nothing is remembered, and another background runs.
  await scene.browser.store('session', { begun: false, state: '', tabs: [] });
  await scene.browser.killBackground();
  const fine = await scene.world.site('fine', { behaviour: html(200, shopPage) });
  await opened(await scene.tab(fine.url()), fine.url());
  await tab.show();
  await until('the tab to be known again', () => scene.browser.stored('session'), { accept: ({ tabs }) => Array.isArray(tabs) && tabs.includes(tab.id) });
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

/** Answers every page by itself: as the site does, or with an error while `/state` says that it is down. */
const worker = `
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) => {
    if (event.request.mode !== 'navigate') return;
    event.respondWith((async () => {
      const state = await (await fetch('/state', { cache: 'no-store' })).text();
      if (state !== 'down') return fetch(event.request);
      return new Response('<h1>503</h1>', { status: 503, headers: { 'content-type': 'text/html' } });
    })());
  });
`;

const ownWorker = story('an error that a service worker of the site made up is seen, and a page that it lets through is not', async (scene) => {
  let state = 'up';
  const site = await scene.world.named('localhost', (request, response) => {
    if (request.url === '/worker.js') answer(200, { 'content-type': 'text/javascript' }, worker)(request, response);
    else if (request.url === '/state') answer(200, { 'content-type': 'text/plain' }, state)(request, response);
    else html(200, shopPage)(request, response);
  });
  const tab = await scene.tab(site.url());
  await tab.page.evaluate(async () => {
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
  });
  try {
    await tab.open(site.url('/healthy'));
    await opened(tab, site.url('/healthy'));
    state = 'down';
    await tab.open(site.url('/page'));
    await helped(tab);
    // The site itself is well, and says so to a probe; the page is loaded, and its worker still says no.
    await tab.press('check-now');
    await askedTimes(site, 'probe', 1);
    await helped(tab, { state: 'wait' });
    state = 'up';
    await tab.press('check-now');
    await opened(tab, site.url('/page'));
  } finally {
    await tab.page.evaluate(async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    });
  }
});

export default [given, form, anew, ownWorker];
