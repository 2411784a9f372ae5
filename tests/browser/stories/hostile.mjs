// Pages that do not want us: that take our element away, hide it with themselves, or lay something over it.
import assert from 'node:assert/strict';
import { stays, until } from '../lib/until.mjs';
import { html } from '../servers/upstream.mjs';
import { askedTimes, helped, opened, patientStory, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Story} Story */

const wait = { 'retry-after': '100' };

/** Takes our element away whenever it comes, and counts. */
const takerPage = `<!doctype html><title>Taker</title><p>503</p><script>
  window.came = 0;
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) {
      if (node.localName !== 'back-soon-help') continue;
      window.came += 1;
      node.remove();
    }
  }).observe(document.documentElement, { childList: true });
</script>`;

const taker = patientStory('a page that takes help away gets it back once, however often there is something new to draw', async (scene) => {
  const site = await scene.world.site('taker', { behaviour: html(503, takerPage) });
  const tab = await scene.tab(site.url());
  const came = () => tab.page.evaluate('window.came');
  await until('help to come twice', came, { accept: (count) => count === 2 });
  await askedTimes(site, 'probe', 2, 60_000);
  assert.equal(await came(), 2);
  const popup = await scene.browser.popup(tab);
  await until('the popup to help in its place', () => popup.help(), { accept: ({ state }) => state === 'wait' });
  await popup.press('stop');
  await until('the popup to have stopped it', () => popup.help(), { accept: ({ state }) => state === 'stop' });
  await popup.close();
  assert.equal(await came(), 2);
});

/**
 * A page whose root is not to be seen, or not as it is.
 * @param {string} what
 * @param {string} css
 * @returns {Story}
 */
function hides(what, css) {
  return story(`a page that ${what} shows help all the same`, async (scene) => {
    const site = await scene.world.site('hides', { behaviour: html(503, `<!doctype html><title>503</title><style>${css}</style><h1>503</h1>`, wait) });
    const tab = await scene.tab(site.url());
    const seen = await helped(tab, { kind: 'help', state: 'wait' });
    assert.ok(seen.share > 0.99 && !seen.wide && seen.below === 'nothing', JSON.stringify({ ...seen, text: '' }));
    await tab.press('stop');
    await helped(tab, { kind: 'help', state: 'stop' });
    await tab.press('check-now');
    await askedTimes(site, 'probe', 1);
    await helped(tab, { state: 'wait' });
    await site.heal();
    await tab.press('check-now').catch(() => undefined); // Its own check may have been first.
    await opened(tab, site.url());
  });
}

/** Opens a dialog of its own over whatever there is. */
const dialogPage = `<!doctype html><title>Dialog</title><p>503</p><dialog>Look here</dialog><script>
  setTimeout(() => document.querySelector('dialog').showModal(), 1500);
</script>`;

const covers = story('a dialog that a page opens does not lie over help', async (scene) => {
  const site = await scene.world.site('covers', { behaviour: html(503, dialogPage, wait) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help', state: 'wait' });
  await until('the dialog to open', () => tab.page.evaluate(() => document.querySelector('dialog')?.open));
  const onTop = () => tab.page.evaluate(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.localName);
  await until('help to be on top', onTop, { accept: (name) => name === 'back-soon-help' });
  await tab.press('stop');
  await helped(tab, { kind: 'help', state: 'stop' });
  await tab.press('show-original');
  await helped(tab, { kind: 'pill' });
  await stays('the dialog there', () => tab.page.evaluate(() => document.querySelector('dialog')?.open === true), 500);
});

export default [
  taker,
  covers,
  hides('does not show its root', 'html { display: none }'),
  hides('shows nothing at all', '* { display: none !important }'),
  hides('skips its contents', 'html { content-visibility: hidden }'),
  hides('is three times as large', 'html { zoom: 3 }'),
];
