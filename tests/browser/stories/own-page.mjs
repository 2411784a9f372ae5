// Where the browser lets nobody in (empty answers, files), help stands in the extension's own page, in the same tab, and
// leaves no trail in its history.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { asked, has, helped, leftAlone, nothingPlanned, opened, says, story, unmarked } from './scene.mjs';

/**
 * @param {string} name
 * @param {import('../servers/upstream.mjs').Answer} behaviour
 * @param {import('../servers/world.mjs').Gateway} [gateway]
 */
function inOwnPage(name, behaviour, gateway = 'nginx') {
  return story(`${name}: help in a page of ours, and the page comes back without a trail`, async (scene) => {
    const start = await scene.world.site('start', { behaviour: html(200, shopPage) });
    const site = await scene.world.site('bare', { behaviour, gateway });
    const address = site.url('/deep/page?a=1&b=%20x');
    const tab = await scene.tab(start.url());
    await opened(tab, start.url());
    const before = await length(tab);

    await tab.open(address);
    const help = await helped(tab, { where: 'page', kind: 'help' });
    assert.ok((await tab.address()).startsWith(`${scene.browser.base}help.html#`), await tab.address());
    assert.ok(help.text.includes(address), `shows the address: ${help.text}`);
    assert.ok(has(help, 'check-now') && has(help, 'stop'));
    assert.equal((await asked(site, 'load')).length, 1, 'one load, no more');

    await site.heal();
    await opened(tab, address);
    // Firefox puts our page in the place of its own; Chromium keeps an entry for its error page, which Back passes over.
    const entries = (await length(tab)) - before;
    assert.equal(entries, scene.browser.name === 'firefox' ? 1 : 2, 'entries in the history');
    const asking = (await site.requests()).length;
    await tab.back();
    await opened(tab, start.url());
    await leftAlone(site, 1_000);
    assert.equal((await site.requests()).length, asking, 'Back asks the site for nothing');
  });
}

/** @param {import('./scene.mjs').Tab} tab */
function length(tab) {
  return tab.page.evaluate(() => history.length);
}

const back = story('Back from our own page goes to the page before, and the waiting ends', async (scene) => {
  const start = await scene.world.site('start', { behaviour: html(200, shopPage) });
  const site = await scene.world.site('bare', { behaviour: answer(503, {}, '') });
  const tab = await scene.tab(start.url());
  await opened(tab, start.url());
  await tab.open(site.url());
  await helped(tab, { where: 'page', kind: 'help' });
  await tab.back();
  await opened(tab, start.url());
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
  await unmarked(scene, tab);
});

const first = story('an empty answer in a new tab: help in our own page, stop and check now work there', async (scene) => {
  const site = await scene.world.site('bare', { behaviour: answer(502, {}, '') });
  const tab = await scene.tab(site.url());
  await helped(tab, { where: 'page', kind: 'help', state: 'wait' });
  await tab.press('stop');
  says(scene, (await helped(tab, { where: 'page', state: 'stop' })).text, 'status_stopped');
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const reloaded = story('our own page, loaded anew by the reader, goes on waiting', async (scene) => {
  const site = await scene.world.site('bare', { behaviour: answer(502, {}, '') });
  const tab = await scene.tab(site.url());
  await helped(tab, { where: 'page', kind: 'help' });
  await tab.page.evaluate(() => location.reload()).catch(() => undefined);
  await helped(tab, { where: 'page', kind: 'help' });
  await site.heal();
  await opened(tab, site.url());
});

const alone = story('our own page, opened from an old address of it, does not loop', async (scene) => {
  const site = await scene.world.site('old', { behaviour: html(200, shopPage) });
  const tab = await scene.tab(`${scene.browser.base}help.html#${encodeURIComponent(site.url('/old'))}`);
  await until('our page, or the site', async () => [await tab.address(), await tab.help()], {
    accept: ([address, help]) => address === site.url('/old') || (/** @type {import('./scene.mjs').Seen} */ (help).text !== ''),
  });
  const loads = (await asked(site, 'load')).length;
  assert.ok(loads <= 1, `asked ${loads} times`);
});

const foreign = story('our own page takes no address that is no web page', async (scene) => {
  const tab = await scene.tab(`${scene.browser.base}help.html#${encodeURIComponent('javascript:document.title="taken"')}`);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.ok((await tab.address()).startsWith(`${scene.browser.base}help.html#`), await tab.address());
  assert.notEqual(await tab.page.evaluate(() => document.title), 'taken');
});

const attachment = answer(503, { 'content-type': 'text/html', 'content-disposition': 'attachment; filename="a.html"' }, '<p>no</p>');

/** @type {import('./scene.mjs').Story[]} */
export default [
  inOwnPage('an empty 503', answer(503, {}, '')),
  inOwnPage('an empty 502 through HAProxy', answer(502, {}, ''), 'haproxy'),
  inOwnPage('a file to download', answer(503, { 'content-type': 'application/octet-stream' }, 'not a page')),
  // Firefox shows the error of an attachment in a tab of its own and tells the extension of the first tab only.
  { only: 'chromium', ...inOwnPage('an attachment', attachment) },
  back,
  first,
  reloaded,
  alone,
  foreign,
];
