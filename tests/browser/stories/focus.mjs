// The focus stays with what the reader is about while what is shown is drawn anew; and a press is one press.
import assert from 'node:assert/strict';
import { stays, until } from '../lib/until.mjs';
import { html, answer } from '../servers/upstream.mjs';
import { richErrorPage } from '../servers/pages.mjs';
import { comesBack, helped, story } from './scene.mjs';

/** @typedef {import('../browsers/driver.mjs').Tab} Tab */

const wait = { 'retry-after': '100' };

/**
 * Goes on with Tab until the focus is there.
 * @param {Tab} tab
 * @param {string} wanted the action of a button
 */
async function tabTo(tab, wanted) {
  for (let nth = 0; nth < 10 && (await tab.help()).focus !== wanted; nth += 1) await tab.page.keyboard.press('Tab');
  await at(tab, wanted);
}

/**
 * @param {Pick<Tab, 'help'>} surface
 * @param {string} wanted
 */
function at(surface, wanted) {
  return until(`the focus on ${wanted}`, () => surface.help(), { accept: ({ focus }) => focus === wanted, tell: ({ focus }) => focus });
}

const inHelp = story('the focus stays in help when the button under it goes, and a key that is held down presses once', async (scene) => {
  const site = await scene.world.site('focus', { behaviour: html(503, 'Service Unavailable', wait) });
  const tab = await scene.tab(site.url());
  const { keyboard } = tab.page;
  await helped(tab, { kind: 'help', state: 'wait' });
  await tabTo(tab, 'keep-watching');
  await keyboard.press('Enter');
  await until('it to be watched', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'status_watch') || scene.words.in(text, 'status_asked') });
  await until('the button to go', () => tab.help(), { accept: ({ buttons }) => !buttons.some(({ action }) => action === 'keep-watching') });
  await at(tab, 'check-now');
  await tabTo(tab, 'stop');
  for (let nth = 0; nth < 5; nth += 1) await keyboard.down('Enter'); // From the second on, it repeats.
  await helped(tab, { kind: 'help', state: 'stop' });
  await at(tab, 'check-now');
  for (let nth = 0; nth < 5; nth += 1) await keyboard.down('Enter');
  await stays('stopped', async () => (await tab.help()).state === 'stop', 700);
  await keyboard.up('Enter');
  await keyboard.press('Enter');
  await helped(tab, { kind: 'help', state: 'wait' });
});

const inCard = story('the focus goes on to what is left of a card that is put away', async (scene) => {
  const site = await scene.world.site('card', { behaviour: html(503, richErrorPage, wait) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'card', state: 'wait' });
  await tab.pressAt('[data-press=stop]');
  await helped(tab, { kind: 'card', state: 'stop' });
  await at(tab, 'check-now');
  await tab.page.keyboard.down('Shift');
  await tabTo(tab, 'show-original');
  await tab.page.keyboard.up('Shift');
  await tab.page.keyboard.press('Enter');
  await helped(tab, { kind: 'pill' });
  await at(tab, 'show-help');
});

/** @param {Tab} tab what the control with the focus is for */
const held = (tab) =>
  tab.page.evaluate(() => {
    const { activeElement: active } = document;
    const name = active?.getAttributeNames().find((each) => each.startsWith('data-'));
    return active && name ? `${name}=${active.getAttribute(name)}` : (active?.localName ?? '');
  });

const inOptions = story('the focus goes with a service that is moved, and to the field of a list whose last item is removed', async (scene) => {
  const browser = await scene.another();
  const tab = await browser.newTab();
  await tab.open(`${browser.base}options.html`);
  const places = () => tab.page.evaluate(() => [...document.querySelectorAll('[data-to^="up link-place"]')].map((each) => each.getAttribute('data-to') ?? ''));
  const before = await until('the services', places, { accept: ({ length }) => length > 3 });
  const last = /** @type {string} */ (before.at(-1));
  await tab.page.focus(`[data-to="${last}"]`);
  for (let nth = 1; nth < before.length; nth += 1) {
    await tab.page.keyboard.press('Enter');
    await until(`it to be ${nth} higher`, places, { accept: (now) => now.indexOf(last) === before.length - 1 - nth });
    assert.equal(await held(tab), `data-to=${last}`);
  }
  await tab.pressAt('[data-add=hosts] input');
  for (const name of ['one.corp', 'two.corp', 'three.corp']) {
    await tab.page.keyboard.type(name);
    await tab.page.keyboard.press('Enter');
    await until(`${name} in the list`, () => tab.page.evaluate((wanted) => document.body.innerText.includes(wanted), name));
    const field = () => tab.page.evaluate(() => /** @type {HTMLInputElement} */ (document.querySelector('[data-add=hosts] input')).value);
    await until('the field to be empty', field, { accept: (text) => text === '' });
  }
  const rows = () => tab.page.evaluate(() => document.querySelectorAll('[data-remove^="hosts"]').length);
  await until('three rows', rows, { accept: (count) => count === 3 });
  await tab.page.focus('[data-remove="hosts two.corp"]');
  const other = await browser.newTab();
  await other.open(`${browser.base}options.html`);
  await other.pressAt('[data-remove="hosts one.corp"]');
  await until('two rows', rows, { accept: (count) => count === 2 });
  assert.equal(await held(tab), 'data-remove=hosts two.corp', 'what another window changes moves nothing under the reader');
  await other.close();
  await tab.show();
  for (const left of [1, 0]) {
    await tab.page.keyboard.press('Enter');
    await until(`${left} rows`, rows, { accept: (count) => count === left });
    const now = await held(tab);
    assert.ok(left > 0 ? now.startsWith('data-remove=hosts') : now === 'input', now);
  }
});

const inHistory = story('two clicks in one breath erase nothing, and the focus stays on the page of past outages', async (scene) => {
  const browser = await scene.another();
  const tab = await browser.newTab();
  for (const name of ['first', 'second', 'third']) {
    const site = await scene.world.site(name);
    await tab.open(site.url());
    await helped(tab, { state: 'wait' });
    await comesBack(tab, site);
  }
  await until('three records', () => browser.past(), { accept: ({ length }) => length === 3 });
  await tab.open(`${browser.base}history.html`);
  const rows = () => tab.page.evaluate(() => document.querySelectorAll('.records > li').length);
  await until('three rows', rows, { accept: (count) => count === 3 });
  await tab.page.click('[data-erase=all]', { count: 2 });
  await stays('all there', async () => (await rows()) === 3, 500);
  const asks = async () => scene.words.in((await tab.help()).text, 'button_erase_sure');
  await until('the question to be over', asks, { accept: (still) => !still });
  await tab.page.focus('.records > li:last-child [data-erase]');
  await tab.page.keyboard.press('Enter');
  await until('two rows', rows, { accept: (count) => count === 2 });
  assert.match(await held(tab), /^data-erase=http/);
  await tab.page.focus('[data-erase=all]');
  await tab.page.keyboard.press('Enter');
  await stays('the question', async () => (await rows()) === 2 && (await asks()), 700); // In one breath the second would not count.
  await tab.page.keyboard.press('Enter');
  await until('nothing left', rows, { accept: (count) => count === 0 });
  assert.equal(await held(tab), 'h1');
});

const inPopup = story('the focus stays in the popup when it shows something else', async (scene) => {
  const site = await scene.world.site('popup', { gateway: 'none', behaviour: answer(200, { 'content-type': 'text/html' }, '<h1>Fine</h1>') });
  const tab = await scene.tab(site.url());
  const popup = await scene.browser.popup(tab);
  await until('the popup', () => popup.help(), { accept: ({ text }) => scene.words.in(text, 'button_parts') });
  for (const [press, message] of /** @type {const} */ ([['[data-parts]', 'parts_none'], ['[data-back]', 'button_parts']])) {
    await popup.pressAt(press);
    const { focus } = await until(message, () => popup.help(), { accept: ({ text }) => scene.words.in(text, message) });
    assert.equal(focus, 'button');
  }
  await popup.close();
});

/** @type {import('./scene.mjs').Story} */
const twice = {
  only: 'chromium', // Only there a click can be said to be the second of two.
  ...story('the second of two clicks presses nothing that has just come under the finger', async (scene) => {
    const site = await scene.world.site('twice', { behaviour: html(503, 'Service Unavailable', wait) });
    const tab = await scene.tab(site.url());
    await helped(tab, { kind: 'help', state: 'wait' });
    await tab.press('stop');
    await helped(tab, { kind: 'help', state: 'stop' });
    const [box] = await tab.drawn('[data-press=check-now]');
    assert.ok(box);
    const session = await tab.page.createCDPSession();
    const place = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, button: /** @type {const} */ ('left') };
    for (const clickCount of [2, 3]) {
      for (const type of /** @type {const} */ (['mousePressed', 'mouseReleased'])) await session.send('Input.dispatchMouseEvent', { type, clickCount, ...place });
    }
    await stays('stopped', async () => (await tab.help()).state === 'stop', 700);
    await tab.press('check-now');
    await helped(tab, { kind: 'help', state: 'wait' });
  }),
};

export default [twice, inHelp, inCard, inOptions, inHistory, inPopup];
