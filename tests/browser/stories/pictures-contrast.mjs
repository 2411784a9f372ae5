// The surfaces for readers who want more contrast, and in the few colours that a system forces on all pages; each to be looked
// at by a person. In Chromium, whose protocol can ask for both.
import { until } from '../lib/until.mjs';
import { accessible, saved } from './pictures.mjs';
import { helped, opened, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Tab} Tab */

/** What the reader's system asks for. */
const wishes = /** @type {const} */ ([
  { suffix: 'contrast', name: 'prefers-contrast', value: 'more' },
  { suffix: 'forced', name: 'forced-colors', value: 'active' },
]);

/**
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what
 */
async function contrasted(scene, tab, what) {
  const devtools = await tab.page.createCDPSession();
  try {
    for (const { suffix, name, value } of wishes) {
      for (const scheme of ['light', 'dark']) {
        const features = [{ name, value }, { name: 'prefers-color-scheme', value: scheme }];
        await devtools.send('Emulation.setEmulatedMedia', { features });
        await until(`${name} in ${scheme}`, () => tab.page.evaluate((query) => matchMedia(query).matches, `(${name}: ${value}) and (prefers-color-scheme: ${scheme})`));
        await saved(scene, `${what}-${suffix}${scheme === 'dark' ? '-dark' : ''}`, (file) => tab.picture(file));
        accessible(await tab.audit(), `${what}, ${name}, ${scheme}`);
      }
    }
  } finally {
    await devtools.detach();
  }
}

const help = story('pictures: help for eyes that need more contrast', async (scene) => {
  const site = await scene.world.site('shop');
  const tab = await scene.tab(site.url('/orders/today'));
  await helped(tab, { state: 'wait' });
  await tab.page.setViewport({ width: 1280, height: 2000 });
  for (const nth of [2, 1]) await tab.pressAt(`details:nth-of-type(${nth}) > summary`);
  await tab.pressAt('.term');
  await contrasted(scene, tab, 'help');
});

const own = story('pictures: popup, past outages and options for eyes that need more contrast', async (scene) => {
  const site = await scene.world.site('shop');
  const failed = await scene.tab(site.url());
  await helped(failed);
  await site.heal();
  await failed.press('check-now').catch(() => undefined); // Its own check may have been first.
  await opened(failed, site.url());
  await until('the record', async () => (await scene.browser.past()).some(({ id }) => id.origin === new URL(site.url()).origin));
  for (const page of ['popup', 'history', 'options']) {
    const tab = await scene.tab(`${scene.browser.base}${page}.html`);
    await until(`the ${page}`, () => tab.help(), { accept: ({ text }) => text !== '' });
    if (page === 'options') await tab.page.setViewport({ width: 1280, height: 1800 });
    await contrasted(scene, tab, page);
  }
});

/** @type {import('./scene.mjs').Story[]} */
export default [
  { only: 'chromium', ...help },
  { only: 'chromium', ...own },
];
