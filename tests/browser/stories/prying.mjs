// Pages that pry, forbid and meddle: that look for our words by script, keep keys and presses from whoever is on them, write to
// the clipboard what they like, or are written anew under help. And windows in which help has little room.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { helped, story } from './scene.mjs';
import { pasted } from './report.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Story} Story */

const wait = { 'retry-after': '100' };
/** @param {string} script */
const paged = (script) => html(503, `<!doctype html><title>503</title><h1>503</h1><script>${script}</script>`, wait);

/**
 * A tab with help over a page that meddles, from its first script on: a failure before it has woken the background, so that we
 * are there first.
 * @param {Scene} scene
 * @param {string} script
 */
async function meddled(scene, script) {
  const site = await scene.world.site('meddles', {
    gateway: 'none',
    behaviour: (request, response) => paged(request.url === '/meddles' ? script : '')(request, response),
  });
  const tab = await scene.tab(site.url('/before'));
  await helped(tab, { kind: 'help', state: 'wait' });
  await tab.open(site.url('/meddles'));
  await helped(tab, { kind: 'help', state: 'wait' });
  return tab;
}

const searches = story('a page that looks for our words and selects by script reads nothing of help', async (scene) => {
  const tab = await meddled(scene, '');
  const headline = (await tab.drawn('h1'))[0]?.words ?? '';
  assert.ok(headline.length > 10, headline);
  const found = await tab.page.evaluate((words) => {
    const selection = /** @type {Selection} */ (getSelection());
    /** @type {string[]} */
    const read = [];
    for (const way of ['backward', 'forward']) {
      /** @type {any} */ (window).find(words, true, false, true);
      const root = selection.anchorNode?.getRootNode();
      if (root && root !== document) read.push(String(root));
      selection.modify('extend', way, 'documentboundary');
      read.push(selection.toString());
    }
    selection.selectAllChildren(document.documentElement);
    read.push(selection.toString());
    document.execCommand('selectAll');
    read.push(selection.toString());
    return read.map((text) => text.trim()).filter((text) => text && text !== '503');
  }, headline);
  assert.deepEqual(found, []);
});

/** Firefox lets a page search in a window with another window's function, and gives it what it finds. */
const meddles = `addEventListener('message', () => {
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.contentWindow.find.call(window, '{words}');
  const root = getSelection().anchorNode?.getRootNode();
  window.changed = 0;
  for (const button of root?.querySelectorAll?.('[data-copy]') ?? []) {
    button.dataset.copy = 'words of the page';
    window.changed += 1;
  }
})`;

/** @type {Story} */
const rewrites = {
  ...story('a page that gets hold of our buttons and writes over them changes nothing of what they do', async (scene) => {
    const tab = await meddled(scene, meddles.replace('{words}', scene.words.of('button_copy')));
    await tab.page.evaluate(() => postMessage('now'));
    await until('the page to have written', () => tab.page.evaluate('window.changed'), { accept: (count) => Number(count) > 0 });
    await tab.pressAt('footer > [data-copy]');
    await pasted(scene, /^- time: `\d{4}-/);
  }),
  only: 'firefox',
};

/** @type {Story} In Firefox our script may come a moment after the page's own first ones, which then hear of everything before it. */
const forbids = {
  ...story('a page that forbids keys and presses keeps none of them from help', async (scene) => {
    const kinds = ['click', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'keydown', 'keyup', 'wheel'];
    const tab = await meddled(scene, `for (const kind of ${JSON.stringify(kinds)}) {
      addEventListener(kind, (event) => { event.stopImmediatePropagation(); event.preventDefault(); }, { capture: true, passive: false });
    }`);
    await tab.pressAt('[data-press=stop]');
    await helped(tab, { kind: 'help', state: 'stop' });
    await tab.page.keyboard.press('Tab');
    await until('a button to have the focus', () => tab.help(), { accept: ({ focus }) => focus === 'keep-watching' });
    const fold = 'details:nth-of-type(1)';
    await tab.pressAt(`${fold} > summary`);
    await until('a fold to open', () => tab.drawn(`${fold}[open]`), { accept: (drawn) => drawn.length === 1 });
    await tab.page.keyboard.press('Escape');
    await helped(tab, { kind: 'pill' });
  }),
  only: 'chromium',
};

/** @type {Story} As above. */
const copies = {
  ...story('a page that has words of its own for the clipboard does not get them in at our buttons', async (scene) => {
    const tab = await meddled(scene, `addEventListener('copy', (event) => {
      event.stopImmediatePropagation();
      event.preventDefault();
      event.clipboardData.setData('text/plain', 'words of the page');
    }, true)`);
    await tab.pressAt('footer > [data-copy]');
    await until('it to say so', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'button_copied') });
    await pasted(scene, /^- time: `\d{4}-/);
  }),
  only: 'chromium',
};

/** @type {Story} */
const ownFind = {
  ...story('a page whose own way to find words cannot be changed gets help all the same', async (scene) => {
    const behaviour = paged("Object.defineProperty(window, 'find', { value: 1 })");
    const tab = await scene.tab((await scene.world.site('find', { gateway: 'none', behaviour })).url());
    await helped(tab, { kind: 'help', state: 'wait' });
    await tab.press('stop');
    await helped(tab, { kind: 'help', state: 'stop' });
  }),
  only: 'firefox',
};

const written = story('a page that is written anew under help gets it back, and its buttons and keys work', async (scene) => {
  const tab = await meddled(scene, `addEventListener('message', () => {
    document.open();
    document.write('<!doctype html><title>new</title><h1>written</h1>');
    document.close();
  })`);
  await tab.page.evaluate(() => postMessage('now'));
  await until('the page to be another', () => tab.page.evaluate(() => document.body?.innerText.includes('written')));
  await helped(tab, { kind: 'help', state: 'wait' });
  await tab.pressAt('[data-press=stop]');
  await helped(tab, { kind: 'help', state: 'stop' });
  await tab.page.keyboard.press('Escape');
  await helped(tab, { kind: 'pill' });
});

const hidden = story('a document that is no HTML and whose sheet hides all of it shows help all the same', async (scene) => {
  const sheet = '<?xml-stylesheet type="text/css" href="data:text/css,*{display:none}"?>';
  const behaviour = answer(503, { 'content-type': 'text/xml', ...wait }, `<?xml version="1.0"?>${sheet}<root>503</root>`);
  const tab = await scene.tab((await scene.world.site('xml', { gateway: 'none', behaviour })).url());
  await until('help to be seen', () => tab.help(), { accept: ({ kind, share }) => kind === 'help' && share > 0.99 });
  await tab.press('stop');
  await helped(tab, { kind: 'help', state: 'stop' });
});

const low = story('help opens at its headline, however low the window is', async (scene) => {
  const site = await scene.world.site('low', { gateway: 'none', behaviour: paged('') });
  for (const [width, height] of [[640, 360], [320, 256], [800, 300]]) {
    const tab = await scene.tab('about:blank');
    await tab.page.setViewport({ width: Number(width), height: Number(height) });
    await tab.open(site.url());
    await helped(tab, { kind: 'help', state: 'wait' });
    const top = (await tab.drawn('h1'))[0]?.top ?? NaN;
    assert.ok(top >= 0 && top < Number(height) / 2, `${width}x${height}: ${top}`);
    await tab.close();
  }
});

/** @type {Story} Chromium alone can be made a phone. */
const phone = {
  ...story('on a phone, help over a page that names no width is as wide as the phone; the page is as before when it is shown', async (scene) => {
    const site = await scene.world.site('wide', { gateway: 'none', behaviour: paged('') });
    const tab = await scene.tab('about:blank');
    await tab.page.setViewport({ width: 360, height: 640, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
    await tab.open(site.url());
    const widths = () => tab.page.evaluate(() => [innerWidth, Math.round(visualViewport?.width ?? 0)]);
    await helped(tab, { kind: 'help', state: 'wait' });
    await until('help to be as wide as the phone', widths, { accept: ([whole, shown]) => whole === 360 && shown === 360 });
    const { below } = await tab.help();
    assert.notEqual(below, 'now', 'what goes on now is on the first screen');
    await tab.picture(`${scene.pictures}/chromium-help-phone-no-width.png`);
    await tab.press('show-original');
    await helped(tab, { kind: 'pill' });
    await until('the page to be as it was', widths, { accept: ([whole]) => whole === 980 });
  }),
  only: 'chromium',
};

export default [searches, rewrites, forbids, copies, ownFind, written, hidden, low, phone];
