// Whether it is down for others too: links that tell nothing before they are pressed, and a check that asks before it is made.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { startGlobalping } from '../servers/globalping.mjs';
import { fromRightToLeft, has, helped, opened, says, story } from './scene.mjs';
import { accessible, bothColours, saved, settled } from './pictures.mjs';

const globalping = 'https://api.globalping.io';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */

/**
 * Help over a site that is down, with its first fold open.
 * @param {Scene} scene
 * @param {string} name of the site
 * @param {Tab} [own]
 * @param {import('../servers/upstream.mjs').Behaviour} [behaviour]
 */
export async function unfolded(scene, name, own, behaviour) {
  const site = await scene.world.site(name, behaviour === undefined ? {} : { behaviour });
  const tab = own ?? (await scene.tab());
  await tab.open(site.url('/cart?secret=1'));
  return { tab, seen: await unfoldedIn(scene, tab) };
}

/**
 * @param {Scene} scene
 * @param {Tab} tab where help is shown
 */
export async function unfoldedIn(scene, tab) {
  await helped(tab, { kind: 'help' });
  await tab.pressAt('details > summary');
  return until('the links', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'everyone_links') });
}

/**
 * Windows so high that all of it is on them.
 * @param {Pick<Scene, 'browser' | 'pictures' | 'direction'>} scene
 * @param {Tab} tab
 * @param {string} what
 * @param {number} [tall] pixels, on a laptop
 */
export async function pictured(scene, tab, what, tall = 2000) {
  for (const colours of bothColours) {
    await scene.browser.colours(colours);
    for (const [suffix, width, height] of /** @type {[string, number, number][]} */ ([['', 1280, tall], ['-phone', 360, tall + 900]])) {
      await tab.page.setViewport({ width, height });
      await settled(tab, colours, width);
      assert.equal((await tab.help()).wide, false, `${what} is wider than ${width} pixels`);
      await saved(scene, `${what}${colours === 'dark' ? '-dark' : ''}${suffix}`, (file) => tab.picture(file));
      accessible(await tab.audit(), `${what}, ${colours}, ${width} pixels`);
    }
  }
  await scene.browser.colours('light');
  await tab.page.setViewport({ width: 1280, height: 800 });
}

const links = story('other services are links, and nothing more, until they are pressed', async (scene) => {
  // Loads that happen anyway tell that the connection works.
  for (const name of ['fine-one', 'fine-two']) {
    const fine = await scene.world.site(name, { behaviour: html(200, shopPage) });
    await opened(await scene.tab(fine.url()), fine.url());
  }
  const { tab, seen } = await unfolded(scene, 'everyone');
  for (const name of ['everyone_title', 'known_works', 'copies_text', 'way_title', 'check_text']) says(scene, seen.text, name);
  assert.ok(has(seen, 'ask-outside'));
  await tab.pressAt('.way > summary');
  await pictured(scene, tab, 'everyone');
});

/**
 * A press in a page is none for Firefox: there the popup opens with the same question.
 * @param {import('../browsers/driver.mjs').Driver} browser
 */
export async function agreedInPopup(browser) {
  if (browser.name === 'firefox') {
    const popup = await until('the popup to open', () => browser.openPopup());
    await until('the question in the popup', () => popup.help(), { accept: (seen) => has(seen, 'allow-outside') });
    await popup.press('allow-outside');
    await until('the question to be answered', () => popup.help(), { accept: (seen) => !has(seen, 'allow-outside') });
    await popup.close();
  }
}

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
  await agreedInPopup(browser);
  const failed = await until('word of the failure', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'check_failed') });
  says(scene, failed.text, 'headline_unreachable');
});

const verdicts = story('a check from around the world: its verdict becomes the headline, and nobody but the service hears of the site', async (scene) => {
    const { words } = scene;
    const browser = await scene.another();
    const service = await startGlobalping();
    try {
      const { tab } = await unfolded(scene, 'verdict', await browser.newTab());
      await browser.leadOutsideTo({ [globalping]: service.base });
      await tab.press('ask-outside');
      await until('the question', () => tab.help(), { accept: (seen) => has(seen, 'allow-outside') });
      assert.equal(service.asked.length, 0, 'nobody is asked before the reader agrees');
      service.find([502, 502, 503, undefined, 502, 502]);
      await tab.press('allow-outside');
      await agreedInPopup(browser);
      const everyone = await until('the verdict', () => tab.help(), { accept: ({ text }) => words.in(text, 'headline_everyone') });
      for (const name of ['lead_everyone', 'check_done', 'outcome_silent']) says(scene, everyone.text, name);
      assert.ok(everyone.text.includes('São Paulo, BR'));
      await pictured({ ...scene, browser }, tab, 'everyone-down');

      /** @type {typeof service.asked} */
      const polls = service.asked.filter(({ method }) => method === 'GET');
      assert.deepEqual(polls.map(({ tag }) => tag), [undefined, '"1"', '"1"'], 'each poll says what is known already');
      const times = polls.map(({ at }) => at);
      for (const [place, at] of times.entries()) assert.ok(place === 0 || at - (times[place - 1] ?? 0) >= 500, 'polls 500 ms apart');
      assert.ok(service.asked.every(({ cookies, referrer }) => !cookies && !referrer));

      service.find([200, 200, 301, 200, 404, 200]);
      await tab.press('ask-outside');
      const elsewhere = await until('the other verdict', () => tab.help(), { accept: ({ text }) => words.in(text, 'headline_elsewhere') });
      says(scene, elsewhere.text, 'tip_elsewhere');
      await pictured({ ...scene, browser }, tab, 'everyone-elsewhere');

      for (const nonsense of ['<html>', '{"id":"../../x"}', '[]', '{"id":7}', `{"id":"${'x'.repeat(600_000)}"}`]) {
        service.say(nonsense);
        await tab.press('ask-outside');
        await until(`word of the failure after ${nonsense.slice(0, 20)}`, () => tab.help(), { accept: ({ text }) => words.in(text, 'check_failed') });
        service.say(undefined);
        service.find([200, 502, 200, 200, 200, 200]);
        await tab.press('ask-outside');
        await until('a verdict in between', () => tab.help(), { accept: ({ text }) => words.in(text, 'headline_some') });
      }
      service.limit(true);
      await tab.press('ask-outside');
      const limited = await until('word of the limit', () => tab.help(), { accept: ({ text }) => words.in(text, 'check_limited') });
      assert.ok(limited.text.includes(words.filled('check_limited', { minutes: 12 })), limited.text);
      assert.deepEqual(service.wrong, [], 'all is as the specification says');
    } finally {
      await service.stop();
    }
});

export default [links, fromRightToLeft(links), check, verdicts];
