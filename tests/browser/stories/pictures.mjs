// A picture of every surface in every state, in light and dark, on a laptop and on a phone; each to be looked at by a
// person. What a program can see of it is asserted: nothing is wider than the window, a laptop needs no scrolling, and on a phone
// one sees what goes on now and what can be done about it.
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../lib/until.mjs';
import { richErrorPage, shopPage } from '../servers/pages.mjs';
import { kindOf } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { checkedTimes, fromRightToLeft, helped, opened, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./scene.mjs').Tab} Tab */

export const laptop = { width: 1280, height: 800 };
export const phone = { width: 360, height: 640 };
/** A laptop whose reader has everything twice as large. */
const zoomed = { width: 640, height: 400 };
const sizes = /** @type {const} */ ([['', laptop], ['-phone', phone]]);
export const bothColours = /** @type {const} */ (['light', 'dark']);

/**
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what surface and state
 */
export async function picture(scene, tab, what) {
  try {
    for (const colours of bothColours) {
      await scene.browser.colours(colours);
      for (const [suffix, size] of sizes) {
        await tab.page.setViewport(size);
        await settled(tab, colours, size.width);
        const { wide, below, kind, state } = await tab.help();
        assert.equal(wide, false, `${what} is wider than ${size.width} pixels`);
        if (kind === 'help' && state) {
          const allowed = size === phone ? ['nothing', 'rest'] : ['nothing'];
          assert.ok(allowed.includes(below), `${what} needs scrolling at ${size.width} x ${size.height}: ${below}`);
        }
        await saved(scene, `${what}${colours === 'dark' ? '-dark' : ''}${suffix}`, (file) => tab.picture(file));
      }
      accessible(await tab.audit(), `${what}, ${colours}`);
      await tab.page.setViewport(zoomed);
      await settled(tab, colours, zoomed.width);
      assert.equal((await tab.help()).wide, false, `${what} at 200 % is wider than its window`);
      accessible(await tab.audit(), `${what} at 200 %, ${colours}`);
    }
  } finally {
    await scene.browser.colours('light');
    await tab.page.setViewport(laptop);
  }
}

/**
 * @param {import('../browsers/audit.mjs').Finding[]} findings
 * @param {string} what
 */
export function accessible(findings, what) {
  const told = findings.map(({ rule, help, where }) => `${rule} (${help}):\n  ${where.join('\n  ')}`);
  assert.equal(findings.length, 0, `${what} is not accessible:\n${told.join('\n')}`);
}

/**
 * @param {Pick<Scene, 'browser' | 'pictures' | 'direction'>} scene
 * @param {string} name
 * @param {(file: string) => Promise<void>} take
 */
export async function saved({ browser, pictures, direction }, name, take) {
  const file = join(pictures, `${browser.name}-${name}${direction}.png`);
  await take(file);
  assert.ok((await stat(file)).size > 1_000, `${file} is empty`);
}

/**
 * @param {Tab} tab
 * @param {'light' | 'dark'} colours
 * @param {number} width
 */
export async function settled(tab, colours, width) {
  await until(
    `${colours} at ${width} pixels`,
    () => tab.page.evaluate(() => [matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light', innerWidth]),
    { accept: ([seen, wide]) => seen === colours && wide === width, within: 5_000, every: 50 },
  );
  await tab.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))));
}

const waiting = story('pictures: help that waits, and all that it folds away', async (scene) => {
  const site = await scene.world.site('shop');
  const tab = await scene.tab(site.url('/orders/today'));
  await helped(tab, { state: 'wait' });
  await checkedTimes(scene, tab, 4);
  await helped(tab, { state: 'wait' });
  await picture(scene, tab, 'help-waiting');
  await tab.page.setViewport({ width: 1280, height: 2700 });
  for (const nth of [1, 2, 3, 4, 5]) await tab.pressAt(`details:nth-of-type(${nth}) > summary`);
  for (const colours of bothColours) {
    await scene.browser.colours(colours);
    for (const [suffix, size] of /** @type {const} */ ([['', { width: 1280, height: 2700 }], ['-phone', { width: 360, height: 4000 }]])) {
      await tab.page.setViewport(size);
      await settled(tab, colours, size.width);
      const what = `help-unfolded${colours === 'dark' ? '-dark' : ''}${suffix}`;
      assert.equal((await tab.help()).wide, false, `${what} is wider than its window`);
      await saved(scene, what, (file) => tab.picture(file));
      accessible(await tab.audit(), what);
    }
  }
  await scene.browser.colours('light');
});

const stopped = story('pictures: help that was stopped', async (scene) => {
  const site = await scene.world.site('shop', { gateway: 'haproxy' });
  const tab = await scene.tab(site.url());
  await helped(tab);
  await checkedTimes(scene, tab, 2);
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
  await picture(scene, tab, 'help-stopped');
  await tab.press('show-original');
  await helped(tab, { kind: 'pill' });
  await picture(scene, tab, 'pill-stopped');
});

const gaveUp = story('pictures: help that gave up', async (scene) => {
  const site = await scene.world.site('shop', { behaviour: html(503, 'Service Unavailable') });
  const tab = await scene.tab(site.url());
  await helped(tab);
  await checkedTimes(scene, tab, 10);
  await helped(tab, { state: 'stop' });
  await picture(scene, tab, 'help-gave-up');
});

const named = story('pictures: the site asks for a minute, and for an hour', async (scene) => {
  for (const [name, seconds, state] of /** @type {const} */ ([['minute', 60, 'wait'], ['hour', 3600, 'stop']])) {
    const site = await scene.world.site('shop', { behaviour: html(503, 'Later', { 'retry-after': String(seconds) }) });
    const tab = await scene.tab(site.url());
    await helped(tab, { state });
    await picture(scene, tab, `help-retry-after-${name}`);
  }
});

const checking = story('pictures: help that is checking', async (scene) => {
  let failing = true;
  const site = await scene.world.site('shop', {
    gateway: 'none',
    behaviour: (request, response) => {
      if (failing) html(503, 'Service Unavailable')(request, response);
      // Anything else is never answered, so that the moment can be looked at.
    },
  });
  const tab = await scene.tab(site.url());
  await checkedTimes(scene, tab, 2);
  failing = false;
  await tab.press('check-now');
  await helped(tab, { state: 'probe' });
  await picture(scene, tab, 'help-checking');
});

const found = story('pictures: help that found the site back', async (scene) => {
  // While the page is on its way nothing can be changed in a tab, so each picture has a tab of its own.
  try {
    for (const colours of bothColours) {
      await scene.browser.colours(colours);
      for (const [suffix, size] of sizes) {
        let failing = true;
        const site = await scene.world.site('shop', {
          gateway: 'none',
          behaviour: (request, response) => {
            if (failing) html(503, 'Service Unavailable')(request, response);
            else if (kindOf(request.headers.accept) === 'probe') html(200, shopPage)(request, response);
          },
        });
        const tab = await scene.tab();
        await tab.page.setViewport(size);
        await tab.open(site.url());
        await helped(tab, { state: 'wait' });
        await settled(tab, colours, size.width);
        failing = false;
        await tab.press('check-now').catch(() => undefined); // Its own check may have been first.
        await helped(tab, { state: 'back' });
        await saved(scene, `help-back${colours === 'dark' ? '-dark' : ''}${suffix}`, (file) => tab.picture(file));
        await tab.close();
      }
    }
  } finally {
    await scene.browser.colours('light');
  }
});

const form = story('pictures: help over a form that was sent, failed and then back', async (scene) => {
  let healed = false;
  const form = '<!doctype html><form method="post" action="/order"><button id="send">Send</button></form>';
  const site = await scene.world.site('shop', {
    behaviour: (request, response) => {
      const fine = healed || request.url === '/form';
      (fine ? html(200, request.url === '/form' ? form : shopPage) : html(503, 'Service Unavailable'))(request, response);
    },
  });
  const tab = await scene.tab(site.url('/form'));
  await tab.page.click('#send');
  await helped(tab, { kind: 'help' });
  await tab.press('stop');
  await picture(scene, tab, 'help-form-stopped');
  healed = true;
  await tab.press('check-now');
  await helped(tab, { state: 'back' });
  await picture(scene, tab, 'help-form-back');
});

const cards = story('pictures: the card on a rich page and on a maintenance page', async (scene) => {
  const site = await scene.world.site('shop', { behaviour: html(503, richErrorPage, { 'retry-after': '100' }) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'card' });
  await picture(scene, tab, 'card-waiting');
  await tab.press('stop');
  await helped(tab, { kind: 'card', state: 'stop' });
  await picture(scene, tab, 'card-stopped');
  await tab.press('show-original');
  await helped(tab, { kind: 'pill' });
  await picture(scene, tab, 'pill');

  const works = await scene.world.site('shop');
  await works.heal();
  await works.maintenance(true);
  const second = await scene.tab(works.url());
  await helped(second, { kind: 'card' });
  await picture(scene, second, 'card-maintenance');
});

const ownPage = story('pictures: our own page', async (scene) => {
  const site = await scene.world.site('shop', { behaviour: answer(502, {}, '') });
  const tab = await scene.tab(site.url('/a/long/way/to/the/page?with=many&words=in-it&and-some=more-of-them-than-one-line-holds-on-a-phone'));
  await helped(tab, { where: 'page', state: 'wait' });
  await checkedTimes(scene, tab, 3, 'page');
  await helped(tab, { where: 'page', state: 'wait' });
  await picture(scene, tab, 'page-waiting');
  await tab.press('stop');
  await helped(tab, { where: 'page', state: 'stop' });
  await picture(scene, tab, 'page-stopped');
});

const long = story('pictures: a very long name of a site', async (scene) => {
  const site = await scene.world.site('the-very-long-name-of-a-site-that-nobody-can-remember-and-few-can-read');
  const tab = await scene.tab(site.url());
  await helped(tab);
  await picture(scene, tab, 'help-long-name');
});

/**
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {string} what
 * @param {string} [unfolded] what its fold says, where that is to be seen
 */
export async function popupPicture(scene, tab, what, unfolded) {
  try {
    for (const colours of bothColours) {
      await scene.browser.colours(colours);
      const popup = await scene.browser.popup(tab);
      await until('the popup to be drawn and to fit its window', () => popup.help(), { accept: ({ kind, wide }) => kind === 'popup' && !wide });
      if (unfolded) {
        await popup.pressAt('summary');
        await until('the fold to open', () => popup.help(), { accept: ({ text, wide }) => scene.words.in(text, unfolded) && !wide });
      }
      await saved(scene, `popup-${what}${colours === 'dark' ? '-dark' : ''}`, (file) => popup.picture(file));
      if (popup.audit) accessible(await popup.audit(), `the popup, ${what}, ${colours}`);
      await popup.close();
    }
  } finally {
    await scene.browser.colours('light');
  }
}

const popups = story('pictures: the popup over a failing, a healthy and an unseen page, and without its right', async (scene) => {
  const site = await scene.world.site('shop', { behaviour: html(503, 'Later', { 'retry-after': '100' }) });
  const tab = await scene.tab(site.url());
  await helped(tab);
  await popupPicture(scene, tab, 'failing');
  await tab.press('stop');
  await helped(tab, { state: 'stop' });
  await popupPicture(scene, tab, 'stopped');
  await site.heal();
  await tab.press('check-now');
  await opened(tab, site.url());
  await popupPicture(scene, tab, 'healthy');
  await popupPicture(scene, tab, 'others', 'everyone_links');
  await popupPicture(scene, await scene.tab('about:blank'), 'out-of-reach');
  await scene.browser.siteAccess(false);
  try {
    await tab.show();
    await popupPicture(scene, tab, 'revoked');
  } finally {
    await scene.browser.siteAccess(true);
  }
});

const relayed = story('pictures: who passed it on, and what can be passed on', async (scene) => {
  const page = '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>';
  const behaviour = html(502, page, { server: 'cloudflare', 'cf-ray': '8f1d2c3b4a5e6f70-FRA' });
  const site = await scene.world.site('shop', { gateway: 'none', behaviour });
  const tab = await scene.tab(site.url('/orders?number=7'));
  await helped(tab);
  await picture(scene, tab, 'help-relayed');
  await popupPicture(scene, tab, 'relayed');
  await tab.page.setViewport({ width: 360, height: 1600 });
  await tab.pressAt('details:nth-of-type(4) > summary');
  await saved(scene, 'help-report-phone', (file) => tab.picture(file));
});

const all = [relayed, waiting, stopped, gaveUp, named, checking, found, form, cards, ownPage, long, popups];

export default [...all, ...all.map(fromRightToLeft)];
