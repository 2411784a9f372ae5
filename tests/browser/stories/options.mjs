// The page of settings: what is chosen there holds at once, is kept, taken along, brought back and synced.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stays, until } from '../lib/until.mjs';
import { agreedInPopup, unfolded } from './outside.mjs';
import { fromRightToLeft, has, helped, says, story } from './scene.mjs';
import { said } from './wish.mjs';
import { accessible, bothColours, laptop, phone, saved, settled } from './pictures.mjs';

/** @typedef {import('../browsers/driver.mjs').Tab} Tab */
/** @typedef {import('../browsers/driver.mjs').Driver} Driver */

/** @param {Driver} browser */
async function optionsIn(browser) {
  const tab = await browser.newTab();
  await tab.open(`${browser.base}options.html`);
  await until('the options', () => tab.page.evaluate(() => document.querySelectorAll('.group').length === 7));
  return tab;
}

/**
 * @param {Driver} browser
 * @param {'local' | 'sync'} [area]
 * @returns {Promise<any>}
 */
async function kept(browser, area = 'local') {
  return (await browser.stored(area)).settings ?? {};
}

/**
 * Waits until what is kept is like that.
 * @param {Driver} browser
 * @param {(settings: any) => boolean} accept
 * @param {'local' | 'sync'} [area]
 */
function keeps(browser, accept, area) {
  return until('it to be kept', () => kept(browser, area), { accept });
}

/**
 * @param {Tab} tab
 * @param {string} selector
 * @param {string} word
 */
async function choose(tab, selector, word) {
  await tab.page.select(selector, word);
}

/**
 * Writes into the field of a list and presses Enter.
 * @param {Tab} tab
 * @param {string} list
 * @param {string} text
 */
async function add(tab, list, text) {
  await tab.pressAt(`[data-add=${list}] input`);
  await tab.page.keyboard.type(text);
  await tab.page.keyboard.press('Enter');
}

/**
 * What is wrong, and whether it is said at the field of that list.
 * @param {Tab} tab
 * @param {string} list
 */
function wrongAt(tab, list) {
  return until('what is wrong to be said', () =>
    tab.page.evaluate((name) => {
      const field = document.querySelector(`[data-add=${name}] input`);
      const note = document.getElementById(field?.getAttribute('aria-describedby') ?? '');
      return field?.getAttribute('aria-invalid') === 'true' && note?.role === 'alert' ? note.innerText : '';
    }, list),
  );
}

/** @param {Tab} tab */
function scheme(tab) {
  return tab.page.evaluate(() => getComputedStyle(document.body).colorScheme);
}

const choices = story('options: what is chosen is saved at once, holds at once, and outlasts the background', async (scene) => {
  const { words } = scene;
  const browser = await scene.another();
  const site = await scene.world.site('choices');
  const failing = await browser.newTab();
  await failing.open(site.url());
  await helped(failing, { kind: 'help', state: 'wait' });

  const options = await optionsIn(browser);
  await options.pressAt('[name=theme][value=dark]');
  await keeps(browser, ({ theme }) => theme === 'dark');
  await until('the dark', () => scheme(options), { accept: (found) => found === 'dark' });
  await until('the sign that it was saved', () => options.page.evaluate(() => document.querySelector('[role=status]')?.textContent ?? ''), {
    accept: (text) => words.in(text, 'options_saved'),
  });

  await options.pressAt('[name=checking][value=when-asked]');
  await keeps(browser, ({ checking }) => checking === 'when-asked');
  await helped(failing, { state: 'stop' });
  await options.pressAt('[name=checking][value=eager]');
  await helped(failing, { state: 'wait' });

  await add(options, 'sites', new URL(site.url()).hostname.toUpperCase());
  await until('the rule', () => options.page.evaluate(() => document.querySelectorAll('.rule').length === 1));
  assert.equal(await options.page.evaluate(() => /** @type {HTMLInputElement} */ (document.querySelector('[data-add=sites] input')).value), '');
  const host = new URL(site.url()).hostname;
  await choose(options, `[data-set="site-look ${host}"]`, 'card');
  await keeps(browser, ({ sites }) => sites?.[host]?.look === 'card');
  await failing.open(site.url('/again'));
  await helped(failing, { kind: 'card' });
  await choose(options, `[data-set="site-look ${host}"]`, 'badge');
  await keeps(browser, ({ sites }) => sites?.[host]?.look === 'badge');
  await failing.open(site.url('/once-more'));
  await until('the mark on the icon', () => browser.badge(failing), { accept: (badge) => badge !== '' });
  assert.equal((await failing.help()).where, 'nothing');

  await browser.killBackground();
  await options.close();
  const again = await optionsIn(browser);
  const chosen = await again.page.evaluate(() => Array.from(document.querySelectorAll('input[type=radio]:checked'), (input) => /** @type {HTMLInputElement} */ (input).value));
  assert.deepEqual(chosen, ['dark', 'full', 'eager']);
  assert.equal(await again.page.evaluate(() => /** @type {HTMLSelectElement} */ (document.querySelector('.rule select')).value), 'badge');
});

const lists = story('options: services and private hosts are added, ordered and taken out, and what is wrong stands at its field', async (scene) => {
  const { words } = scene;
  const browser = await scene.another();
  const options = await optionsIn(browser);
  const own = 'HTTPS://Up.Example/#A/{host}';
  for (const [text, name] of /** @type {const} */ ([['https://up.example/', 'why_slot'], ['https://up.example:99999/{host}', 'why_web'], ['https://me:secret@up.example/{host}', 'why_web'], ['up.example/{host}', 'why_web']])) {
    await options.page.evaluate(() => (/** @type {HTMLInputElement} */ (document.querySelector('[data-add=links] input')).value = ''));
    await add(options, 'links', text);
    await until(name, () => wrongAt(options, 'links'), { accept: (told) => words.in(told, name) });
  }
  assert.deepEqual((await kept(browser)).links, undefined, 'what is wrong is not kept');
  await options.page.evaluate(() => (/** @type {HTMLInputElement} */ (document.querySelector('[data-add=links] input')).value = ''));
  await add(options, 'links', own);
  await keeps(browser, ({ links }) => links?.at(-1)?.to === own);
  await until('nothing to be wrong', () => options.page.evaluate(() => document.querySelectorAll('[role=alert]').length === 0));
  await options.pressAt(`[data-to="up link-place ${own}"]`);
  await keeps(browser, ({ links }) => links.at(-2)?.to === own);
  await options.pressAt('[data-set="link-on uptrends"]');
  await keeps(browser, ({ links }) => links.some((/** @type {any} */ link) => link.to === 'uptrends' && !link.on));
  await options.pressAt(`[data-remove="links ${own}"]`);
  await keeps(browser, ({ links }) => links.length === 8);

  await add(options, 'hosts', 'not a host');
  assert.ok(words.in(await wrongAt(options, 'hosts'), 'why_host'));
  await options.page.evaluate(() => (/** @type {HTMLInputElement} */ (document.querySelector('[data-add=hosts] input')).value = ''));
  await add(options, 'hosts', 'intranet');
  await keeps(browser, ({ hosts }) => hosts?.[0] === 'intranet');
  await add(options, 'hosts', 'Bücher.example.com');
  await keeps(browser, ({ hosts }) => hosts?.includes('xn--bcher-kva.example.com'));
});

/**
 * @param {Tab} tab
 * @param {string} file
 */
async function load(tab, file) {
  const field = await tab.page.$('[data-import]');
  assert.ok(field);
  await /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (field).uploadFile(file);
}

const file = story('options: saved as a file, reset, and loaded again they are the same; a bad file says what to mend and changes nothing', async (scene) => {
  const browser = await scene.another();
  const folder = await mkdtemp(join(tmpdir(), 'back-soon-options-'));
  try {
    await browser.saveTo(folder);
    const later = { later: { kept: [1, null] } };
    await browser.store('local', { settings: { version: 1, theme: 'light', look: 'card', sites: { 'a.example': { checking: 'gentle' } }, ...later } });
    const options = await optionsIn(browser);
    await add(options, 'hosts', 'corp.example');
    const before = await keeps(browser, ({ hosts }) => hosts?.length === 1);
    await options.pressAt('[data-export]');
    const path = await until('the file', async () => {
      const [name] = (await readdir(folder)).filter((each) => /^back-soon-.*\.json$/.test(each));
      return name && (await readFile(join(folder, name), 'utf8')) && join(folder, name);
    });
    assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), before);

    await options.pressAt('[data-reset]');
    await said(scene, options, 'button_reset_sure');
    await stays('as it was after one press', async () => JSON.stringify(await kept(browser)) === JSON.stringify(before), 700);
    await options.pressAt('[data-reset]');
    await keeps(browser, (settings) => settings.theme === undefined && settings.version === 1);

    const bad = join(folder, 'bad.json');
    await writeFile(bad, JSON.stringify({ ...before, theme: 'pink', hosts: ['a b'] }));
    await load(options, bad);
    for (const name of ['file_wrong', 'why_host']) await said(scene, options, name);
    const { text } = await options.help();
    assert.ok(text.includes('pink') && text.includes('hosts › 1'), text);
    assert.deepEqual(await kept(browser), { version: 1 });
    await writeFile(bad, 'nothing of the kind');
    await load(options, bad);
    await said(scene, options, 'why_json');

    await load(options, path);
    await keeps(browser, (settings) => settings.theme === 'light');
    assert.deepEqual(await kept(browser), before);

    // As some programs write every text.
    const wide = join(folder, 'wide.json');
    await writeFile(wide, `\ufeff${JSON.stringify({ version: 1, theme: 'dark' })}`, 'utf16le');
    await load(options, wide);
    await keeps(browser, (settings) => settings.theme === 'dark');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const synced = story('options: synced by the browser when that is wanted; a change from elsewhere shows, and what does not fit says so', async (scene) => {
  const browser = await scene.another();
  const options = await optionsIn(browser);
  await options.pressAt('[name=theme][value=dark]');
  await keeps(browser, ({ theme }) => theme === 'dark');
  assert.deepEqual(await kept(browser, 'sync'), {}, 'nothing is synced before it is wanted');
  await options.pressAt('[data-sync]');
  await keeps(browser, ({ theme }) => theme === 'dark', 'sync');
  await browser.store('sync', { settings: { version: 1, theme: 'light' } });
  await until('the light', () => scheme(options), { accept: (found) => found === 'light' });
  await browser.killBackground();
  await options.pressAt('[name=look][value=card]');
  await keeps(browser, ({ theme, look }) => theme === 'light' && look === 'card', 'sync');

  const folder = await mkdtemp(join(tmpdir(), 'back-soon-options-'));
  try {
    const large = join(folder, 'large.json');
    const names = Array.from({ length: 90 }, (_, n) => `${'a-long-name-'.repeat(5)}${n}.${'of-a-host-'.repeat(5)}x.example`);
    await writeFile(large, JSON.stringify({ version: 1, hosts: names }));
    await load(options, large);
    await said(scene, options, 'why_sync');
    await keeps(browser, ({ hosts }) => hosts?.length === 90);
    assert.equal((await browser.stored('local')).synced, false);
    assert.equal((await kept(browser, 'sync')).look, 'card', 'what is synced stays as it was');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const leaves = story('options: each permission is shown as it is, with a button for it', async (scene) => {
  const browser = await scene.another();
  const options = await optionsIn(browser);
  await said(scene, options, 'button_return');
  await options.pressAt('[data-return=notifications]');
  await said(scene, options, 'button_give');
  assert.equal(await browser.mayNotify(), false);
  says(scene, (await options.help()).text, 'leave_missing');

  const sites = '[data-return=sites]';
  await options.pressAt(sites);
  if (browser.name === 'firefox') {
    await said(scene, options, 'button_grant');
    await options.pressAt('[data-grant=sites]');
    await until('the right to be given again', () => options.page.evaluate((selector) => document.querySelector(selector) !== null, sites));
  } else {
    const its = `chrome://extensions/?id=${new URL(browser.base).host}`;
    await until('the browser’s own page about us', async () => options.page.browser().targets().some((target) => target.url() === its));
  }
});

const consent = story('options: leave for checks by others is shown once it is given, taken back there, and then asked for again', async (scene) => {
  const browser = await scene.another();
  const options = await optionsIn(browser);
  const back = '[data-return=outside]';
  const isGiven = () => options.page.evaluate((selector) => document.querySelector(selector) !== null, back);
  says(scene, (await options.help()).text, 'leave_outside_text');
  assert.equal(await isGiven(), false, 'nobody has agreed yet');

  const { tab } = await unfolded(scene, 'leave', await browser.newTab());
  const asks = async () => {
    await tab.press('ask-outside');
    await until('the question', () => tab.help(), { accept: (seen) => has(seen, 'allow-outside') });
  };
  await asks();
  await tab.press('allow-outside');
  await agreedInPopup(browser);
  await keeps(browser, ({ outside }) => outside === true);
  await until('the check to end', () => tab.help(), { accept: (seen) => scene.words.in(seen.text, 'check_failed') });

  await options.show();
  await until('the leave to be shown', isGiven);
  await options.pressAt(back);
  await keeps(browser, ({ outside }) => outside === undefined);
  await until('the leave to be gone', async () => !(await isGiven()));
  await tab.show();
  await asks();
});

/**
 * What has the focus, once it has been scrolled to, and whether some of it lies under the sign that all is saved.
 * @param {Tab} tab
 */
function focused(tab) {
  return tab.page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const element = document.activeElement;
    const sign = document.querySelector('.sign')?.getBoundingClientRect();
    if (!element || element === document.body || !sign) return null;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const name = element.outerHTML.slice(0, 100);
    const nth = [...document.querySelectorAll('*')].indexOf(element);
    return { nth, name, under: left < sign.right && right > sign.left && top < sign.bottom && bottom > sign.top };
  });
}

const inSight = story('options: what has the focus never lies under the sign that all is saved', async (scene) => {
  const options = await optionsIn(await scene.another());
  await options.pressAt('[name=theme][value=dark]');
  await until('the sign', () => options.page.evaluate(() => document.querySelector('.sign') !== null));
  for (const size of [laptop, phone]) {
    await options.page.setViewport(size);
    await options.page.evaluate(() => {
      document.querySelector('input')?.focus();
      scrollTo(0, 0);
    });
    const seen = new Set();
    for (let found = await focused(options); found && seen.size < 100; found = await focused(options)) {
      assert.equal(found.under, false, `at ${size.width} pixels the sign lies over ${found.name}`);
      if (seen.has(found.nth)) break; // Round once.
      seen.add(found.nth);
      await options.page.keyboard.press('Tab');
    }
    assert.ok(seen.size > 20, `so many can have the focus: ${seen.size}`);
  }
});

/** A service of the reader’s own whose address is long. */
const longAddress = `https://status.a-long-name-of-a-service.example/check/${'of-a-site/'.repeat(4)}{host}`;

const narrow = story('pictures: the options on a narrow window: the name of a service has the whole width, and what moves it stands below', async (scene) => {
  for (const words of [16, 32]) {
    const browser = await scene.another({ words });
    await browser.store('local', { settings: { version: 1, links: [{ to: 'uptrends', on: true }, { to: longAddress, on: true }] } });
    const options = await optionsIn(browser);
    for (const width of [320, 360]) {
      await options.page.setViewport({ width, height: 800 });
      await settled(options, 'light', width);
      const rows = await options.page.evaluate(() =>
        Array.from(document.querySelectorAll('.link-row'), (row) => {
          const box = (/** @type {Element | null | undefined} */ element) => element?.getBoundingClientRect() ?? new DOMRect();
          const buttons = Array.from(row.querySelectorAll('button'), box);
          const name = box(row.firstElementChild);
          return {
            told: row.textContent,
            share: box(row.querySelector('.name')?.parentElement).width / box(row).width,
            inside: [name, ...buttons].every(({ left, right }) => left >= box(row).left && right <= box(row).right),
            below: buttons.every(({ top }) => top >= name.bottom),
            // The arrows, which are the last two.
            line: buttons.at(-1)?.top === buttons.at(-2)?.top,
          };
        }),
      );
      const at = `at ${width} pixels with words of ${words}`;
      assert.ok(rows.every(({ inside, line }) => inside && line), `${at}: ${JSON.stringify(rows)}`);
      const [known, own] = rows;
      assert.equal(known?.below, words === 32, `${at}, what only moves a known service needs a line of its own where words are large: ${JSON.stringify(known)}`);
      assert.ok(own && own.below && own.share > 0.6, `${at}: ${JSON.stringify(own)}`);
      assert.equal(await options.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${at} it is wider than its window`);
      await options.page.evaluate(() => document.querySelectorAll('.link-row')[1]?.scrollIntoView({ block: 'center' }));
      await saved({ ...scene, browser }, `options-narrow-${width}-words-${words}`, (picture) => options.picture(picture));
      accessible(await options.audit(), at);
    }
    await browser.close();
  }
});

const pictures = story('pictures: the options', async (scene) => {
  const browser = await scene.another();
  await browser.store('local', {
    settings: {
      version: 1,
      checking: 'balanced',
      sites: { 'shop.example.com': { look: 'card' }, 'https://status.example:8443': { checking: 'gentle' } },
      links: [{ to: 'https://up.example/check?site={host}', on: true }, { to: 'isitdownrightnow', on: false }],
      hosts: ['intranet', 'corp.example'],
      outside: true,
    },
  });
  for (const colours of bothColours) {
    await browser.colours(colours);
    for (const [suffix, width, height] of /** @type {const} */ ([['', 1280, 3300], ['-phone', 360, 4700]])) {
      const options = await optionsIn(browser);
      await options.page.setViewport({ width, height });
      await add(options, 'sites', 'a b');
      await wrongAt(options, 'sites');
      await settled(options, colours, width);
      assert.equal(await options.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'it is wider than its window');
      await saved({ ...scene, browser }, `options${suffix}${colours === 'dark' ? '-dark' : ''}`, (picture) => options.picture(picture));
      accessible(await options.audit(), `the options, ${colours}, ${width} pixels`);
      await options.close();
    }
  }
});

export default [choices, lists, file, synced, leaves, consent, inSight, pictures, narrow, fromRightToLeft(narrow)];
