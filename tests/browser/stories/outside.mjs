// "Is it down for everyone?": links that tell nothing before they are pressed, and a check that asks before it is made.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { has, helped, says, story } from './scene.mjs';
import { bothColours, saved, settled } from './pictures.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */

/**
 * Help with its first fold open.
 * @param {Scene} scene
 * @param {string} name of the site
 * @param {Tab} [own]
 */
async function unfolded(scene, name, own) {
  const site = await scene.world.site(name);
  const tab = own ?? (await scene.tab());
  await tab.open(site.url('/cart?secret=1'));
  await helped(tab, { kind: 'help' });
  await tab.pressAt('details > summary');
  return until('the links', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'everyone_links') }).then((seen) => ({ tab, seen }));
}

/**
 * Windows so high that all of it is on them.
 * @param {Pick<Scene, 'browser' | 'pictures'>} scene
 * @param {Tab} tab
 * @param {string} what
 */
async function pictured(scene, tab, what) {
  for (const colours of bothColours) {
    await scene.browser.colours(colours);
    for (const [suffix, width, height] of /** @type {const} */ ([['', 1280, 2000], ['-phone', 360, 2900]])) {
      await tab.page.setViewport({ width, height });
      await settled(tab, colours, width);
      assert.equal((await tab.help()).wide, false, `${what} is wider than ${width} pixels`);
      await saved(/** @type {Scene} */ (scene), `${what}${colours === 'dark' ? '-dark' : ''}${suffix}`, (file) => tab.picture(file));
    }
  }
  await scene.browser.colours('light');
  await tab.page.setViewport({ width: 1280, height: 800 });
}

const links = story('other services are links, and nothing more, until they are pressed', async (scene) => {
  const { tab, seen } = await unfolded(scene, 'everyone');
  for (const name of ['everyone_title', 'copies_text', 'way_title', 'check_text']) says(scene, seen.text, name);
  assert.ok(has(seen, 'ask-outside'));
  await tab.pressAt('.way > summary');
  await pictured(scene, tab, 'everyone');
});

const check = story('a check from around the world: the reader is asked first, and a service that is not there is told of plainly', async (scene) => {
  // What is allowed once stays allowed: in a browser of its own.
  const browser = await scene.another();
  const { tab } = await unfolded(scene, 'check', await browser.newTab());
  await tab.press('ask-outside');
  const asked = await until('the question', () => tab.help(), { accept: (seen) => has(seen, 'allow-outside') });
  says(scene, asked.text, 'check_consent');
  assert.ok(!has(asked, 'ask-outside'));
  await tab.press('refuse-outside');
  await until('the button again', () => tab.help(), { accept: (seen) => has(seen, 'ask-outside') });
  await tab.press('ask-outside');
  await until('the question again', () => tab.help(), { accept: (seen) => has(seen, 'allow-outside') });
  await tab.press('allow-outside');
  if (browser.name === 'firefox') {
    // A press in a page is none for Firefox: the popup has the same question.
    const popup = await until('the popup to open', () => browser.openPopup());
    await until('the question in the popup', () => popup.help(), { accept: (seen) => has(seen, 'allow-outside') });
    await popup.press('allow-outside');
    await until('the question to be answered', () => popup.help(), { accept: (seen) => !has(seen, 'allow-outside') });
    await popup.close();
  }
  const failed = await until('word of the failure', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'check_failed') });
  says(scene, failed.text, 'headline_unreachable');
});

export default [links, check];
