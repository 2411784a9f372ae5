// What the reader does is what counts: whether they look at the tab, whether they are on the net, whether they are busy
// with the page itself.
import assert from 'node:assert/strict';
import { richErrorPage, shopWords } from '../servers/pages.mjs';
import { told } from '../servers/traffic.mjs';
import { html } from '../servers/upstream.mjs';
import { asked, askedTimes, helped, leftAlone, nothingPlanned, opened, patientStory, says, slack, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Site} Site */
/** @typedef {import('./scene.mjs').Tab} Tab */

/**
 * The site is asked shortly after the reader came back, but not in the same moment.
 * @param {Site} site
 * @param {number} count of probes, this one included
 * @param {number} returned milliseconds since 1970
 */
async function askedOnReturn(site, count, returned) {
  const probes = await askedTimes(site, 'probe', count, 8_000);
  const wait = (probes[count - 1]?.at ?? 0) - returned;
  assert.ok(wait >= 450 && wait <= 3_000 + slack, `asked ${wait} ms after the return\n${told(await site.requests())}`);
}

const behind = patientStory('a tab behind others: asked about once a minute at most, and at once when the reader returns', async (scene) => {
  const site = await scene.world.site('behind');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await tab.press('check-now');
  await askedTimes(site, 'probe', 1);
  await scene.tab('about:blank');
  const [first, second] = await askedTimes(site, 'probe', 2, 80_000);
  const wait = (second?.at ?? 0) - (first?.at ?? 0);
  assert.ok(wait >= 59_900 && wait <= 70_000, `asked again after ${wait} ms`);
  await leftAlone(site, 2_000);
  await site.heal();
  const returned = Date.now();
  await tab.show();
  await askedOnReturn(site, 3, returned);
  await opened(tab, site.url());
});

const offline = patientStory('the reader is offline: nothing is asked and help says so; back on the net the page comes', async (scene) => {
  const site = await scene.world.site('offline');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await scene.browser.offline(true);
  try {
    const help = await helped(tab, { state: 'stop' });
    says(scene, help.text, 'status_offline');
    says(scene, help.text, 'detail_offline');
    // The first wait would be over by then.
    await leftAlone(site, 15_000);
    assert.deepEqual(await asked(site, 'probe'), []);
    await site.heal();
  } finally {
    await scene.browser.offline(false);
  }
  await askedOnReturn(site, 1, Date.now());
  await opened(tab, site.url());
});

/**
 * The reader is busy with the site's own error page when the site comes back: it stays, and is theirs to give up.
 * @param {string} name
 * @param {(tab: Tab) => Promise<void>} engage
 * @param {(tab: Tab) => Promise<unknown>} trace what would be lost
 * @param {unknown} left
 */
function notTornAway(name, engage, trace, left) {
  return story(`${name}: not torn away when the site is back, but offered`, async (scene) => {
    const site = await scene.world.site('busy', { behaviour: html(502, richErrorPage) });
    const tab = await scene.tab(site.url('/tea'));
    await helped(tab, { kind: 'card', state: 'wait' });
    await engage(tab);
    await site.heal();
    const help = await helped(tab, { kind: 'card', state: 'back' }, 30_000);
    says(scene, help.text, 'headline_back');
    await nothingPlanned(scene);
    await leftAlone(site, 1_500);
    assert.equal((await asked(site, 'load')).length, 1, told(await site.requests()));
    assert.deepEqual(await trace(tab), left, 'what the reader did is still there');
    assert.ok(!(await tab.text()).includes(shopWords));
    await tab.pressAt(`a[href="${site.url('/tea')}"]`);
    await opened(tab, site.url('/tea'));
    assert.equal((await asked(site, 'load')).length, 2, told(await site.requests()));
  });
}

const typed = notTornAway(
  'a page that the reader types in',
  (tab) => tab.page.type('[name=q]', 'green tea'),
  (tab) => tab.page.evaluate(() => document.querySelector('input')?.value),
  'green tea',
);

const scrolled = notTornAway(
  'a page that the reader scrolls in',
  async (tab) => {
    await tab.page.setViewport({ width: 800, height: 400 });
    await tab.page.mouse.move(200, 200);
    await tab.page.mouse.wheel({ deltaY: 120 });
  },
  (tab) => tab.page.evaluate(() => scrollY > 0),
  true,
);

const paged = notTornAway(
  'a page that the reader scrolls in by a key',
  async (tab) => {
    await tab.page.setViewport({ width: 800, height: 400 });
    await tab.page.mouse.click(200, 200);
    await tab.page.keyboard.press('PageDown');
  },
  (tab) => tab.page.evaluate(() => scrollY > 0),
  true,
);

/** Chromium hides its scroll bars where it has no window. */
const dragged = {
  ...notTornAway(
    'a page that the reader scrolls in by its scroll bar',
    async (tab) => {
      await tab.page.setViewport({ width: 800, height: 400 });
      await tab.page.mouse.move(797, 30);
      await tab.page.mouse.down();
      await tab.page.mouse.move(797, 120, { steps: 5 });
      await tab.page.mouse.up();
    },
    (tab) => tab.page.evaluate(() => scrollY > 0),
    true,
  ),
  only: /** @type {const} */ ('firefox'),
};

export default [behind, offline, typed, scrolled, paged, dragged];
