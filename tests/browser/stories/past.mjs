// The page of past outages: what is noted there, and how it is taken along and erased.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { helped, opened, story } from './scene.mjs';

const noted = story('an outage that is over stands on the page of past outages, and is erased there', async (scene) => {
  const site = await scene.world.site('past');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());

  const [host = ''] = site.host.split(':');
  const page = await scene.tab();
  await page.open(`${scene.browser.base}history.html`);
  const shows = (/** @type {boolean} */ wished) =>
    until(`${site.host} to be ${wished ? 'there' : 'gone'}`, () => page.text(), { accept: (text) => text.includes(host) === wished });
  const text = await shows(true);
  assert.ok(scene.words.in(text, 'history_title') && scene.words.in(text, 'ended_back'), text);
  const exported = await page.page.evaluate(() => chrome.runtime.sendMessage({ kind: 'export', surface: 'history' }));
  const record = /** @type {any[]} */ (JSON.parse(exported)).find(({ id }) => id.origin.includes(site.host));
  assert.equal(record.ended, 'back');
  assert.equal(record.status, 502);
  assert.ok(!JSON.stringify(record).includes('/page'), 'no address of a page is kept');

  await page.pressAt(`[data-erase^="${record.id.origin} "]`);
  await shows(false);
  const after = JSON.stringify((await scene.browser.stored('local')).history);
  assert.ok(!after.includes(site.host), after);
});

const all = story('all past outages are saved as a file, and erased when that is pressed twice', async (scene) => {
  const site = await scene.world.site('past');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.close();
  await until('the outage to be noted', () => scene.browser.stored('local'), { accept: (stored) => JSON.stringify(stored.history ?? []).includes(site.host) });

  const [host = ''] = site.host.split(':');
  const page = await scene.tab();
  await page.open(`${scene.browser.base}history.html`);
  await until('the page', () => page.text(), { accept: (text) => text.includes(host) });
  // The file itself: what its link holds, caught before the browser takes it.
  await page.page.evaluate(() => {
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      /** @type {any} */ (globalThis).saved = /** @type {Blob} */ (blob).text();
      return create.call(URL, blob);
    };
  });
  await page.pressAt('[data-export]');
  const saved = await until('a file', () => page.page.evaluate(() => /** @type {any} */ (globalThis).saved), { accept: (text) => typeof text === 'string' });
  const records = JSON.parse(saved);
  assert.equal(records.at(-1).ended, 'left');
  assert.ok(records.at(-1).id.origin.includes(site.host));

  await page.pressAt('[data-erase="all"]');
  await until('the button to ask', () => page.text(), { accept: (text) => scene.words.in(text, 'button_erase_sure') });
  assert.ok(JSON.stringify((await scene.browser.stored('local')).history).includes(site.host), 'once is not enough');
  await page.pressAt('[data-erase="all"]');
  await until('nothing to be left', () => page.text(), { accept: (text) => scene.words.in(text, 'history_empty') });
  assert.deepEqual((await scene.browser.stored('local')).history, []);
});

export default [noted, all];
