// The surfaces for readers who have set larger words in their browser: the layout becomes that of a narrow screen, and nothing lies
// over anything else. Each to be looked at by a person.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { formPage, richErrorPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { accessible, laptop, phone, saved, settled } from './pictures.mjs';
import { helped, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Tab} Tab */
/** @typedef {import('../browsers/surface.mjs').Drawn} Drawn */

const sizes = /** @type {const} */ ([['', laptop], ['-phone', phone]]);
/** What one pixel may be for, when it comes to borders and fractions. */
const near = 1;

/**
 * @param {Drawn} one
 * @param {Drawn} other
 */
function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > near && down > near;
}

/**
 * @param {Drawn[]} drawn
 * @param {string} what
 */
function apart(drawn, what) {
  drawn.forEach((one, place) => {
    for (const other of drawn.slice(place + 1)) {
      assert.ok(!overlap(one, other), `${what}: ${JSON.stringify(one.words)} and ${JSON.stringify(other.words)} lie over each other`);
    }
  });
}

/**
 * @param {Drawn[]} drawn
 * @param {Drawn | undefined} box
 * @param {string} what
 */
function within(drawn, box, what) {
  assert.ok(box, `${what}: no box`);
  for (const { words, left, right, top, bottom } of drawn) {
    const out = Math.max(box.left - left, right - box.right, box.top - top, bottom - box.bottom);
    assert.ok(out <= near, `${what}: ${JSON.stringify(words)} sticks out by ${out} pixels`);
  }
}

/**
 * Help or a card, on both screens.
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what
 */
async function looked(scene, tab, what) {
  for (const [suffix, size] of sizes) {
    await tab.page.setViewport(size);
    await settled(tab, 'light', size.width);
    const at = `${what} at ${size.width} pixels`;
    assert.equal((await tab.help()).wide, false, `${at} is wider than its window`);
    const [box] = await tab.drawn('.now');
    const now = await tab.drawn('.now .status, .now .detail, .now .symbol, .now .acts > *');
    assert.ok(now.length > 3, `${at}: so much is there: ${now.length}`);
    apart(now, at);
    within(now, box, at);
    const [symbol] = await tab.drawn('.now .symbol');
    await inRing(tab, '.now .ring b', symbol, at);
    const [path] = await tab.drawn('.path');
    const stations = await tab.drawn('.station strong, .station .word');
    const dots = await tab.drawn('.dot');
    // A card has no picture of the way.
    assert.ok(path ? dots.length >= 3 && stations.length === 2 * dots.length : dots.length === 0, `${at}: ${dots.length} stations, ${stations.length} words`);
    apart([...stations, ...dots], at);
    if (path) within(stations, path, at);
    await saved(scene, `${what}${suffix}`, (file) => tab.picture(file));
    accessible(await tab.audit(), at);
  }
  await tab.page.setViewport(laptop);
}

/**
 * @param {Tab} tab
 * @param {string} selector of the number in a ring
 * @param {Drawn | undefined} ring
 * @param {string} what
 */
async function inRing(tab, selector, ring, what) {
  const numbers = await tab.drawn(selector);
  assert.equal(numbers.length, 1, `${what}: ${selector}`);
  within(numbers, ring, what);
}

/**
 * A page of ours on both screens.
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what
 */
async function fits(scene, tab, what) {
  for (const [suffix, size] of sizes) {
    await tab.page.setViewport(size);
    await settled(tab, 'light', size.width);
    assert.equal((await tab.help()).wide, false, `${what} at ${size.width} pixels is wider than its window`);
    await saved(scene, `${what}${suffix}`, (file) => tab.picture(file));
    accessible(await tab.audit(), what);
  }
}

const nginx = '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>';
/** Four stations, five of them, and a countdown of minutes. */
const failures = /** @type {const} */ ([
  ['gateway', html(502, nginx)],
  ['relayed', html(502, nginx, { server: 'cloudflare', 'cf-ray': '8f1d2c3b4a5e6f70-FRA' })],
  ['minutes', html(503, 'Later', { 'retry-after': '250' })],
]);

/** @param {number} size of words, in pixels */
function large(size) {
  return story(`pictures: words that the reader has set to ${size} pixels`, async (scene) => {
    const own = { ...scene, browser: await scene.another({ words: size }) };
    const { browser } = own;
    const tab = await browser.newTab();
    for (const [what, behaviour] of failures) {
      const site = await scene.world.site('shop', { gateway: 'none', behaviour });
      await tab.open(site.url());
      await helped(tab, { kind: 'help', state: 'wait' });
      if (what === 'minutes') await until('the minutes', () => tab.drawn('.ring b'), { accept: ([left]) => left?.words.includes(':') === true });
      const [root] = await tab.drawn('dialog');
      assert.match(root?.style ?? '', new RegExp(`font-size: ${size}px`), 'the wish was heard');
      await looked(own, tab, `help-${size}-pixels-${what}`);
      await browserPopup(own, tab, `popup-${size}-pixels-${what}`);
    }
    const sent = await scene.world.site('form', {
      gateway: 'none',
      behaviour: (request, response) => html(request.url === '/form' ? 200 : 503, request.url === '/form' ? formPage : 'Service Unavailable')(request, response),
    });
    await tab.open(sent.url('/form'));
    await tab.page.click('#send');
    await helped(tab, { kind: 'help', state: 'wait' });
    await looked(own, tab, `help-${size}-pixels-form`);
    const rich = await scene.world.site('rich', { gateway: 'none', behaviour: html(503, richErrorPage, { 'retry-after': '250' }) });
    await tab.open(rich.url());
    await helped(tab, { kind: 'card', state: 'wait' });
    await looked(own, tab, `card-${size}-pixels`);
    await tab.press('show-original');
    await helped(tab, { kind: 'pill' });
    const [pill] = await tab.drawn('.pill .symbol');
    await inRing(tab, '.pill .ring b', pill, 'the pill');
    await saved(own, `pill-${size}-pixels`, (file) => tab.picture(file));
    for (const page of ['history', 'options']) {
      await tab.open(`${browser.base}${page}.html`);
      await until(`the ${page}`, () => tab.help(), { accept: ({ text }) => text.length > 50 });
      await fits(own, tab, `${page}-${size}-pixels`);
    }
  });
}

/**
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what
 */
async function browserPopup(scene, tab, what) {
  const popup = await scene.browser.popup(tab);
  await until('the popup to be drawn and to fit its window', () => popup.help(), { accept: ({ kind, wide }) => kind === 'popup' && !wide });
  await saved(scene, what, (file) => popup.picture(file));
  await popup.close();
}

export default [large(24), large(32)];
