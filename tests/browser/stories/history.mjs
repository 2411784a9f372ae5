// Back and forward over a failed page: what comes from the browser's own memory starts nothing.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { has, helped, leftAlone, nothingPlanned, opened, story } from './scene.mjs';

const returned = story('Back to a failed page from the browser\'s memory: the site is left alone, and no help lies about it', async (scene) => {
  const site = await scene.world.site('past');
  const other = await scene.world.site('other', { behaviour: html(200, shopPage) });
  const tab = await scene.tab(site.url());
  await helped(tab);
  await tab.open(other.url());
  await opened(tab, other.url());
  await tab.back();
  await until('the failed page', () => tab.address(), { accept: (address) => address === site.url() });
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
  const seen = await tab.help();
  assert.ok(seen.where === 'nothing' || seen.state !== 'wait', `a countdown that nobody keeps: ${seen.text}`);
  // The reader loads it again, as one does.
  await site.heal();
  if (has(seen, 'check-now')) await tab.press('check-now');
  else await tab.page.evaluate(() => location.reload()).catch(() => undefined);
  await opened(tab, site.url());
});

const healed = story('Back from a page that came back goes to the page before it', async (scene) => {
  const start = await scene.world.site('start', { behaviour: html(200, shopPage) });
  const site = await scene.world.site('back');
  const tab = await scene.tab(start.url());
  await opened(tab, start.url());
  const before = await tab.page.evaluate(() => history.length);
  await tab.open(site.url());
  await helped(tab);
  await site.heal();
  await opened(tab, site.url());
  assert.equal((await tab.page.evaluate(() => history.length)) - before, 1, 'one entry, as if nothing had happened');
  await tab.back();
  await opened(tab, start.url());
});

const frames = story('a frame that fails is not the page: no help', async (scene) => {
  const inner = await scene.world.site('inner');
  const site = await scene.world.site('frame', { behaviour: (request, response) => html(200, `${shopPage}<iframe src="${inner.url()}"></iframe>`)(request, response) });
  const tab = await scene.tab(site.url());
  await until('the frame to be asked for', async () => (await inner.requests()).length > 0);
  await nothingPlanned(scene);
  await leftAlone(inner, 1_000);
  assert.equal((await tab.help()).hosts, 0);
});

/** @type {import('./scene.mjs').Story} */
const ahead = {
  only: 'chromium', // Firefox loads no pages ahead of time.
  ...story('a page that is loaded ahead of time and fails is nobody\'s trouble', async (scene) => {
    const rules = (/** @type {string} */ url) => `<script type="speculationrules">{"prerender":[{"source":"list","urls":["${url}"]}]}</script>`;
    const site = await scene.world.site('ahead', {
      behaviour: (request, response) => {
        (request.url === '/' ? html(200, `${shopPage}${rules('/next')}`) : html(503, 'Service Unavailable'))(request, response);
      },
    });
    const tab = await scene.tab(site.url());
    await until('the page to be loaded ahead', async () => (await site.requests()).some(({ path }) => path === '/next'));
    await nothingPlanned(scene);
    await leftAlone(site, 1_000);
    await opened(tab, site.url());
    assert.equal(await scene.browser.badge(tab), '');
  }),
};

export default [returned, healed, frames, ahead];
