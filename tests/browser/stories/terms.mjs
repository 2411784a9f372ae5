// Terms that not everyone knows are explained where they stand, at a press.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { accessible, bothColours, saved, settled } from './pictures.mjs';
import { helped, story } from './scene.mjs';

const told = story('a term is explained where it stands, at a press or a key; Escape closes it, and help stays', async (scene) => {
  const { browser, words, world } = scene;
  const site = await world.site('terms');
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help' });
  /** @param {boolean} open @param {string} when */
  const explained = (open, when) =>
    until(`the meaning to be ${open ? 'there' : 'gone'} ${when}`, () => tab.help(), { accept: ({ where, text }) => where === 'inside' && words.in(text, 'term_gateway') === open });
  await tab.pressAt('details:nth-of-type(2) > summary');
  await until('the fold to open', () => tab.help(), { accept: ({ text }) => words.in(text, 'evidence_title') });
  await explained(false, 'before a press');

  await tab.pressAt('details:nth-of-type(2) .term');
  await explained(true, 'after a press');
  await tab.press('check-now').catch(() => undefined); // It may have checked by itself.
  await helped(tab, { state: 'wait' });
  await explained(true, 'when help was painted anew');
  for (const colours of bothColours) {
    await browser.colours(colours);
    await settled(tab, colours, 1280);
    await saved(scene, `term${colours === 'dark' ? '-dark' : ''}`, (file) => tab.picture(file));
    accessible(await tab.audit(), `a term that is explained, ${colours}`);
  }
  await browser.colours('light');

  await tab.pressAt('details:nth-of-type(2) .term');
  await explained(false, 'after a second press');
  await tab.page.keyboard.press('Enter');
  await explained(true, 'after Enter');
  await tab.page.keyboard.press('Escape');
  await explained(false, 'after Escape');
  assert.equal((await tab.help()).modal, true, 'Escape takes the meaning away, not help');
  await tab.page.keyboard.press('Escape');
  await helped(tab, { kind: 'pill' });
});

export default [told];
