// The surfaces for readers who want more contrast, and in the few colours that a system forces on all pages; each to be looked
// at by a person.
import { until } from '../lib/until.mjs';
import { accessible, bothColours, saved } from './pictures.mjs';
import { comesBack, helped, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Tab} Tab */

/** What the reader's system asks for, and how a page knows. */
const wishes = /** @type {const} */ ([
  { suffix: 'contrast', contrast: 'more', query: '(prefers-contrast: more) and (forced-colors: none)' },
  { suffix: 'forced', contrast: 'forced', query: '(forced-colors: active)' },
]);

/**
 * Does something for each wish in each of both colours, and then wishes for nothing any more.
 * @param {Scene} scene
 * @param {(name: string, query: string) => Promise<void>} look
 */
async function forEachWish({ browser }, look) {
  try {
    for (const { suffix, contrast, query } of wishes) {
      await browser.contrast(contrast);
      for (const scheme of bothColours) {
        await browser.colours(scheme);
        await look(`${suffix}${scheme === 'dark' ? '-dark' : ''}`, `${query} and (prefers-color-scheme: ${scheme})`);
      }
    }
  } finally {
    await browser.contrast('as-it-is');
    await browser.colours('light');
  }
}

/**
 * What the checker can know: where colours are forced, it takes those of our sheet for those of the words.
 * @param {import('../browsers/audit.mjs').Finding[]} findings
 * @param {string} name
 */
function seen(findings, name) {
  return findings.filter(({ rule }) => !name.startsWith('forced') || rule !== 'color-contrast');
}

/**
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what
 */
async function contrasted(scene, tab, what) {
  await forEachWish(scene, async (name, query) => {
    await until(query, () => tab.page.evaluate((query) => matchMedia(query).matches, query));
    await saved(scene, `${what}-${name}`, (file) => tab.picture(file));
    accessible(seen(await tab.audit(), name), `${what}, ${name}`);
  });
}

/**
 * The popup itself, over that tab.
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what
 */
async function popupContrasted(scene, tab, what) {
  await forEachWish(scene, async (name) => {
    const popup = await scene.browser.popup(tab);
    await until('the popup to be drawn', () => popup.help(), { accept: ({ kind, wide }) => kind === 'popup' && !wide });
    await saved(scene, `popup-${what}-${name}`, (file) => popup.picture(file));
    if (popup.audit) accessible(seen(await popup.audit(), name), `the popup, ${what}, ${name}`);
    await popup.close();
  });
}

const help = story('pictures: help for eyes that need more contrast', async (scene) => {
  const site = await scene.world.site('shop');
  const tab = await scene.tab(site.url('/orders/today'));
  await helped(tab, { state: 'wait' });
  await tab.page.setViewport({ width: 1280, height: 2000 });
  for (const nth of [2, 1]) await tab.pressAt(`details:nth-of-type(${nth}) > summary`);
  await tab.pressAt('.term');
  await contrasted(scene, tab, 'help');
  await popupContrasted(scene, tab, 'failing');
});

const own = story('pictures: popup, past outages and options for eyes that need more contrast', async (scene) => {
  const site = await scene.world.site('shop');
  const failed = await scene.tab(site.url());
  await helped(failed);
  await comesBack(failed, site);
  await until('the record', async () => (await scene.browser.past()).some(({ id }) => id.origin === new URL(site.url()).origin));
  await popupContrasted(scene, failed, 'healthy');
  for (const page of ['history', 'options']) {
    const tab = await scene.tab(`${scene.browser.base}${page}.html`);
    await until(`the ${page}`, () => tab.help(), { accept: ({ text }) => text !== '' });
    if (page === 'options') await tab.page.setViewport({ width: 1280, height: 1800 });
    await contrasted(scene, tab, page);
  }
});

export default [help, own];
