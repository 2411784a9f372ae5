// The keyboard: the keys that the browser gives us, and the order in which Tab goes through help.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { html } from '../servers/upstream.mjs';
import { askedTimes, helped, leftAlone, nothingPlanned, patientStory, says, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */

const keys = story('keys: the browser has given out all that we suggest; check now, stop and show the original page work by them', async (scene) => {
  const { browser } = scene;
  assert.deepEqual(Object.keys(await browser.shortcuts()).sort(), ['_execute_action', 'check-now', 'show-original', 'stop']);
  for (const [name, shortcut] of Object.entries(await browser.shortcuts())) assert.notEqual(shortcut, '', `${name} has no keys`);
  const site = await scene.world.site('keys');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await browser.command(tab, 'check-now');
  await askedTimes(site, 'probe', 1, 5_000);
  await helped(tab, { state: 'wait' });
  await browser.command(tab, 'stop');
  await helped(tab, { state: 'stop' });
  await nothingPlanned(scene);
  await leftAlone(site, 500);
  await browser.command(tab, 'show-original');
  await helped(tab, { kind: 'pill' });
});

/** What Tab reaches first in help that waits, in this order. */
const order = ['check-now', 'stop', 'keep-watching', 'summary', 'summary'];

const byTab = story('Tab goes through help in the order in which it is read, and Shift+Tab back', async (scene) => {
  const site = await scene.world.site('order');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  for (const expected of order) {
    await tab.page.keyboard.press('Tab');
    const found = await until(`the focus on ${expected}`, () => focused(scene, tab), { within: 3_000, accept: (name) => name === expected });
    assert.equal(found, expected);
  }
  for (const expected of order.slice(0, -1).reverse()) {
    await tab.page.keyboard.down('Shift');
    await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.up('Shift');
    await until(`the focus on ${expected}`, () => focused(scene, tab), { within: 3_000, accept: (name) => name === expected });
  }
});

/**
 * @param {Scene} scene
 * @param {import('./scene.mjs').Tab} tab
 */
async function focused(scene, tab) {
  return (await tab.help()).focus || scene.browser.name + ': nothing';
}

/**
 * Waits until the icon over that tab bears a mark, and says what it means.
 * @param {Scene} scene
 * @param {import('./scene.mjs').Tab} tab
 * @param {string} mark
 * @param {string} message
 */
async function bears({ browser, words }, tab, mark, message) {
  await until(`the mark ${mark}`, () => browser.badge(tab), { accept: (badge) => badge === mark });
  await until('the words', () => browser.iconTitle(tab), { accept: (title) => words.in(title, message) });
}

const marks = story('the icon says what goes on, in a drawing, a mark and words: waits, is watched, stopped', async (scene) => {
  const site = await scene.world.site('mark');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await bears(scene, tab, '…', 'badge_waiting');
  await scene.browser.watchIcons();
  for (const [press, state, mark, message, drawing] of /** @type {const} */ ([
    ['keep-watching', 'wait', '•', 'badge_watching', 'watching'],
    ['stop', 'stop', '!', 'badge_stopped', 'stopped'],
  ])) {
    await tab.press(press);
    await helped(tab, { state });
    await bears(scene, tab, mark, message);
    await until('the drawing', () => scene.browser.iconGiven(tab), { accept: (file) => file === `/icons/${drawing}-32.png` });
  }
  await site.heal();
  await tab.press('check-now');
  await until('the plain mark again', () => scene.browser.iconGiven(tab), { accept: (file) => file === '/icons/mark-32.png' });
});

const asks = story('the icon says that the site is being asked, for as long as it is', async (scene) => {
  /** @type {(() => void)[]} Answers that are kept back. */
  const kept = [];
  let prompt = true;
  const site = await scene.world.site('slow', {
    gateway: 'none',
    behaviour: (request, response) => {
      const fail = () => html(503, 'Service Unavailable')(request, response);
      if (prompt) fail();
      else kept.push(fail);
    },
  });
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  prompt = false;
  await tab.press('check-now').catch(() => undefined); // Its own check may have been first.
  await helped(tab, { state: 'probe' });
  await bears(scene, tab, '?', 'badge_trying');
  prompt = true;
  for (const fail of kept) fail();
  await helped(tab, { state: 'wait' });
  await bears(scene, tab, '…', 'badge_waiting');
});

const offNet = patientStory('the icon says that the computer is not on the net, and help blames neither site nor connection for it', async (scene) => {
  const site = await scene.world.site('off-net');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await bears(scene, tab, '…', 'badge_waiting');
  await scene.browser.offline(true);
  try {
    const help = await helped(tab, { state: 'stop' });
    for (const name of ['status_offline', 'ask_offline', 'word_offline']) says(scene, help.text, name);
    assert.ok(!scene.words.in(help.text, 'lead_site'), help.text);
    await bears(scene, tab, '–', 'badge_offline');
  } finally {
    await scene.browser.offline(false);
  }
  await until('another mark', () => scene.browser.badge(tab), { accept: (badge) => badge !== '–' });
  await tab.press('stop').catch(() => undefined);
});

const pageIsDeaf = story('a page cannot press our buttons or send us messages', async (scene) => {
  const site = await scene.world.site('hostile');
  const tab = await scene.tab(site.url());
  const seen = await helped(tab, { state: 'wait' });
  says(scene, seen.text, 'headline_unreachable');
  const id = new URL(scene.browser.base).host;
  const heard = await tab.page.evaluate(async (extension) => {
    const host = document.querySelector('div[data-back-soon]');
    if (!(host instanceof HTMLElement)) return 'no host';
    if (host.shadowRoot) return 'its tree is open';
    host.click();
    for (const type of ['click', 'cancel', 'keydown']) host.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    window.postMessage({ surface: 'page', kind: 'press', action: 'stop' }, '*');
    const runtime = /** @type {any} */ (globalThis).chrome?.runtime;
    if (!runtime?.sendMessage) return 'nothing to send with';
    const answer = await new Promise((resolve) => {
      setTimeout(() => resolve('no answer'), 1000);
      try {
        runtime.sendMessage(extension, { surface: 'page', kind: 'press', action: 'stop' }, resolve);
      } catch (error) {
        resolve(String(error));
      }
    });
    return `answered ${JSON.stringify(answer)}`;
  }, id);
  assert.match(heard, /nothing to send with|answered (undefined|null|"no answer"|"Error.*")/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.notEqual((await helped(tab)).state, 'stop', 'the page has stopped us');
});

export default [keys, byTab, marks, asks, offNet, pageIsDeaf];
