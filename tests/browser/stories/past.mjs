// The outages of the past: a page of their own, to be looked at, taken along and erased; and nothing of private windows.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stays, until } from '../lib/until.mjs';
import { nameOf } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { comesBack, helped, opened, story } from './scene.mjs';
import { popupOver, said } from './wish.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Site} Site */
/** @typedef {import('../browsers/driver.mjs').Driver} Driver */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */

/**
 * @param {Driver} browser
 * @param {Site} site
 */
function remembered(browser, site) {
  const origin = new URL(site.url()).origin;
  return until(`${origin} to be remembered`, async () => (await browser.past()).find(({ id }) => id.origin === origin));
}

/**
 * A page fails and comes back.
 * @param {Tab} tab
 * @param {Site} site
 */
async function outage(tab, site) {
  await tab.open(site.url('/secret/path?q=1'));
  await helped(tab, { state: 'wait' });
  await comesBack(tab, site, site.url('/secret/path?q=1'));
}

/**
 * The words of each record on the page, the newest first.
 * @param {Tab} tab
 * @returns {Promise<string[]>}
 */
function entries(tab) {
  return tab.page.evaluate(() => Array.from(document.querySelectorAll('.records > li'), (entry) => /** @type {HTMLElement} */ (entry).innerText));
}

const page = story('outages that are over stand on a page of their own, are saved as a file, and erased one by one and all', async (scene) => {
  const { words } = scene;
  const browser = await scene.another();
  const tab = await browser.newTab();
  const first = await scene.world.site('first');
  const second = await scene.world.site('second', { behaviour: html(503, 'Service Unavailable'), gateway: 'none' });
  await outage(tab, first);
  await remembered(browser, first);
  await outage(tab, second);
  await remembered(browser, second);
  const left = await scene.world.site('left');
  await tab.open(left.url());
  await helped(tab, { state: 'wait' });
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
  await tab.open(first.url());
  await opened(tab, first.url());
  await remembered(browser, left);

  const popup = await popupOver(browser, tab);
  await popup.pressAt('a.past');
  const address = `${browser.base}history.html`;
  const glimpse = await until('the page of past outages', () => browser.tabAt(address));
  assert.ok(await browser.inFront(glimpse));
  await popup.close();

  const past = await browser.newTab();
  await past.open(address);
  const seen = await until('three records', () => entries(past), { accept: (all) => all.length === 3 });
  const told = /** @type {const} */ ([[left, 502, 'ended_stopped'], [second, 503, 'ended_back'], [first, 502, 'ended_back']]);
  for (const [place, [site, code, ended]] of told.entries()) {
    const entry = seen[place] ?? '';
    assert.ok(entry.includes(nameOf(site.host)) && entry.includes(String(code)) && words.in(entry, ended), `${place}: ${entry}`);
  }

  await saved(past, browser);

  await past.page.evaluate(() => void (/** @type {HTMLElement} */ (document.querySelector('[role=status]')).id = 'from-the-first'));
  await counted(scene, past, 3);
  // Names of hosts, without ports.
  await past.page.select('[data-filter=host]', new URL(second.url()).hostname);
  await until('the one record', () => entries(past), { accept: (all) => all.length === 1 && all[0]?.includes('second') === true });
  await counted(scene, past, 1);
  assert.equal(await past.page.evaluate(() => document.querySelectorAll('[data-erase=all], .sites li').length), 1, 'one picture, and nothing erases what is not shown');
  // With its last outage the choice of a site goes: what the field shows then is what the list and a file hold.
  await past.pressAt('.records [data-erase]');
  await until('the others', () => entries(past), { accept: (all) => all.length === 2 && !all.some((entry) => entry.includes('second')) });
  await counted(scene, past, 2);
  assert.equal(await past.page.evaluate(() => /** @type {HTMLSelectElement} */ (document.querySelector('[data-filter=host]')).value), '');
  assert.deepEqual((await browser.past()).map(({ id }) => id.origin), [first, left].map((site) => new URL(site.url()).origin));
  await saved(past, browser);
  await past.page.select('[data-filter=days]', '7');
  await until('no way to erase all', () => past.page.evaluate(() => document.querySelector('[data-erase=all]') === null));
  await counted(scene, past, 2);
  await past.page.select('[data-filter=days]', '');
  await until('the way to erase all', () => past.page.evaluate(() => document.querySelector('[data-erase=all]') !== null));

  await past.pressAt('.records > li:nth-child(2) [data-erase]');
  await until('one record', () => entries(past), { accept: (all) => all.length === 1 && all[0]?.includes('left') === true });
  await counted(scene, past, 1);
  assert.deepEqual((await browser.past()).map(({ id }) => id.origin), [new URL(left.url()).origin]);
  await past.pressAt('[data-erase=all]');
  await said(scene, past, 'button_erase_sure');
  await stays('one record after one press', async () => (await browser.past()).length === 1, 700);
  await past.pressAt('[data-erase=all]');
  await said(scene, past, 'history_empty');
  await counted(scene, past, 0);
  assert.deepEqual(await browser.past(), []);
});

/**
 * Waits until so many are said to be shown, in the line that stood there from the first: only what changes is read out.
 * @param {Scene} scene
 * @param {Tab} past
 * @param {number} count
 */
function counted({ words }, past, count) {
  return until(`${count} to be said`, () => past.page.evaluate(() => document.querySelector('[role=status]#from-the-first')?.textContent), {
    accept: (text) => text === words.filled('history_count', { count }),
  });
}

/**
 * Presses "Save as a file" and reads it.
 * @param {Tab} past
 * @param {Driver} browser
 */
async function saved(past, browser) {
  const folder = await mkdtemp(join(tmpdir(), 'back-soon-downloads-'));
  try {
    await browser.saveTo(folder);
    const file = (/** @type {RegExp} */ named) => until(`a file ${named}`, async () => {
      const [name] = (await readdir(folder)).filter((each) => named.test(each));
      return name && (await readFile(join(folder, name), 'utf8'));
    });
    await past.pressAt('[data-export=json]');
    const text = await file(/^back-soon-.*\.json$/);
    await past.pressAt('[data-export=csv]');
    const [names, ...lines] = (await file(/^back-soon-.*\.csv$/)).split('\r\n');
    assert.equal(names, 'site,from,to,seconds,status,gateway,failure,checks,ended');
    assert.deepEqual(lines.map((line) => line.split(',')[0]), [...(await browser.past()).map(({ id }) => id.origin), '']);
    assert.deepEqual(JSON.parse(text), await browser.past());
    assert.ok(!text.includes('secret'), 'of an address only the web origin is kept');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const hidden = story('private windows: help is drawn there, and nothing is left behind, watched or not', async (scene) => {
  const browser = await scene.another({ inPrivate: true });
  const site = await scene.world.site('private');
  const tab = await browser.newPrivateTab();
  await outage(tab, site);

  const watched = await scene.world.site('watched');
  await tab.open(watched.url());
  await helped(tab, { state: 'wait' });
  await tab.press('keep-watching');
  await said(scene, tab, 'status_watch');
  await stays('nothing in storage', async () => Object.keys(await browser.stored('local')).length === 0, 1_000);
  await comesBack(tab, watched);
  assert.deepEqual(await browser.notifications(), []);

  // Chromium shows no page of ours in a private window. In an ordinary one the address would stay behind.
  const bare = await scene.world.site('bare', { behaviour: answer(502, {}, '') });
  await tab.open(bare.url());
  const ours = `${browser.base}help.html#${encodeURIComponent(bare.url())}`;
  if (browser.name === 'firefox') await helped(tab, { where: 'page' });
  else await stays('no page of ours', () => browser.tabAt(ours).then(() => false, () => true), 2_000);

  const closed = await scene.world.site('closed');
  await tab.open(closed.url());
  await helped(tab, { state: 'wait' });
  await tab.press('keep-watching');
  await said(scene, tab, 'status_watch');
  await tab.close();
  await until('nothing to be planned', () => browser.alarms(), { accept: (alarms) => alarms.length === 0 });

  // What comes after is remembered, so what came before would have been.
  const ordinary = await scene.world.site('ordinary');
  await outage(await browser.newTab(), ordinary);
  await remembered(browser, ordinary);
  assert.deepEqual((await browser.past()).map(({ id }) => id.origin), [new URL(ordinary.url()).origin]);
  assert.deepEqual(Object.keys(await browser.stored('local')), ['history']);
});

export default [page, hidden];
