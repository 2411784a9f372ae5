// Pages that do not want us: that press our buttons, read, restyle or hide what we show, lay something over it or take it away.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../lib/arguments.mjs';
import { stays, until } from '../lib/until.mjs';
import { html } from '../servers/upstream.mjs';
import { asked, askedTimes, comesBack, helped, opened, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Story} Story */

const wait = { 'retry-after': '100' };

/** A page that tries: it watches for our element, wants its root, and fires every event that a click is made of. */
const nosyPage = `<!doctype html><title>Nosy</title><p>503</p><script>
  window.roots = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { const root = attach.call(this, init); window.roots.push(root); return root; };
  const events = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  const fire = (target) => events.forEach((type) => target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: 640, clientY: 400 })));
  window.tries = 0;
  setInterval(() => {
    const host = document.querySelector('div[data-back-soon]');
    if (!host) return;
    if (host.shadowRoot) window.roots.push(host.shadowRoot);
    for (let y = 5; y < innerHeight; y += 45) for (let x = 5; x < innerWidth; x += 80) {
      const hit = document.elementFromPoint(x, y);
      if (hit && !(hit === host || hit.contains(host))) window.roots.push(hit.localName);
      for (const inner of [hit, ...(hit?.children ?? [])]) { if (inner) { fire(inner); inner.click?.(); } }
    }
    fire(host); host.click(); host.focus();
    host.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    window.tries += 1;
  }, 100);
</script>`;

const nosy = story('a page can neither read our help nor press our buttons', async (scene) => {
  const site = await scene.world.site('nosy', { behaviour: html(503, nosyPage, { 'retry-after': '60' }) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help', state: 'wait' });
  await until('the page to have tried', () => tab.page.evaluate('window.tries'), { accept: (tries) => Number(tries) > 10 });
  await stays('waiting as before', async () => (await tab.help()).state === 'wait', 1_000);
  assert.deepEqual(await tab.page.evaluate('window.roots.map(String)'), [], 'the page saw nothing of ours');
  assert.deepEqual(await asked(site, 'probe'), [], 'the page made us ask');
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
});

const stubborn = story('a page that empties itself and starts anew under help does no harm', async (scene) => {
  const wipe = '<!doctype html><p>503</p><script>setTimeout(() => { document.documentElement.replaceChildren(document.createElement("body")); }, 600)</script>';
  const site = await scene.world.site('wipe', { behaviour: html(503, wipe) });
  const tab = await scene.tab(site.url());
  await until('the page to empty itself', async () => (await tab.text()) === '');
  await helped(tab, { state: 'wait' });
  await tab.press('check-now');
  await askedTimes(site, 'probe', 1);
  await site.heal();
  await helped(tab, { state: 'wait' });
  await tab.press('check-now');
  await opened(tab, site.url());
});

/** Every custom property of our sheets, by the name that it has in the sources. */
async function ownProperties() {
  const folder = join(project, 'extension', 'style');
  const sheets = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
  return [...new Set(sheets.join('\n').match(/--[a-z][\w-]*/g))];
}

const namesakes = story('a page that has names like ours for its own colours and sizes changes nothing of how help looks', async (scene) => {
  const names = await ownProperties();
  assert.ok(names.includes('--paper') && names.length > 20, names.join(' '));
  const said = names.map((name) => `@property ${name} { syntax: "<length>"; inherits: false; initial-value: 3px }\n:root { ${name}: 3px }`);
  const page = (/** @type {string} */ style) => html(503, `<!doctype html><title>503</title><style>${style}</style><h1>503</h1>`, { 'retry-after': '60' });
  const site = await scene.world.site('namesakes', {
    behaviour: (request, response) => page(request.url === '/namesakes' ? said.join('\n') : '')(request, response),
  });
  const looks = [];
  for (const path of ['/plain', '/namesakes']) {
    const tab = await scene.tab(site.url(path));
    await helped(tab, { kind: 'help', state: 'wait' });
    const drawn = await tab.drawn('dialog, h1, .lead, .now, .now .detail, .symbol, .acts > *, .path, .station, .dot, summary');
    assert.ok(drawn.length > 12, `so many elements: ${drawn.length}`);
    looks.push(drawn.map(({ style }) => style));
  }
  assert.deepEqual(looks[1], looks[0]);
});

/** Takes our element away whenever it comes, and counts. */
const takerPage = `<!doctype html><title>Taker</title><p>503</p><script>
  window.came = 0;
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) {
      if (!node.dataset || !('backSoon' in node.dataset)) continue;
      window.came += 1;
      node.remove();
    }
  }).observe(document.documentElement, { childList: true });
</script>`;

const taker = story('a page that takes help away gets it back once, however often there is something new to draw', async (scene) => {
  const site = await scene.world.site('taker', { behaviour: html(503, takerPage) });
  const tab = await scene.tab(site.url());
  const came = () => tab.page.evaluate('window.came');
  await until('help to come twice', came, { accept: (count) => count === 2 });
  const popup = await scene.browser.popup(tab);
  for (const times of [1, 2, 3]) {
    await until('the popup to help in its place', () => popup.help(), { accept: ({ state }) => state === 'wait' });
    await popup.press('check-now').catch(() => undefined); // Its own check may have been first.
    await askedTimes(site, 'probe', times, 5_000);
  }
  await until('the popup to wait again', () => popup.help(), { accept: ({ state }) => state === 'wait' });
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
    await comesBack(tab, site);
  });
}

const later = story('a page that hides its root once help is there shows help all the same', async (scene) => {
  const page = '<!doctype html><title>503</title><style>.hidden { display: none }</style><h1>503</h1><script>setTimeout(() => { document.documentElement.className = "hidden"; }, 1500)</script>';
  const site = await scene.world.site('later', { behaviour: html(503, page, wait) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help', state: 'wait' });
  await until('the page to hide itself', () => tab.page.evaluate(() => document.documentElement.className === 'hidden'));
  await until('help to be seen', () => tab.help(), { accept: ({ share }) => share > 0.99 });
});

/** Opens a dialog of its own over whatever there is. */
const dialogPage = `<!doctype html><title>Dialog</title><p>503</p><dialog>Look here</dialog><script>
  setTimeout(() => document.querySelector('dialog').showModal(), 1500);
</script>`;

const covers = story('a dialog that a page opens does not lie over help', async (scene) => {
  const site = await scene.world.site('covers', { behaviour: html(503, dialogPage, wait) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help', state: 'wait' });
  await until('the dialog to open', () => tab.page.evaluate(() => document.querySelector('dialog')?.open));
  const onTop = () => tab.page.evaluate(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.hasAttribute('data-back-soon'));
  await until('help to be on top', onTop, { accept: (ours) => ours === true });
  await tab.press('stop');
  await helped(tab, { kind: 'help', state: 'stop' });
  await tab.press('show-original');
  await helped(tab, { kind: 'pill' });
  await stays('the dialog there', () => tab.page.evaluate(() => document.querySelector('dialog')?.open === true), 500);
});

export default [
  nosy,
  stubborn,
  namesakes,
  taker,
  covers,
  later,
  hides('does not show its root', 'html { display: none }'),
  hides('shows nothing at all', '* { display: none !important }'),
  hides('skips its contents', 'html { content-visibility: hidden }'),
  hides('is three times as large', 'html { zoom: 3 }'),
];
