// States that few readers ever see: no net, a network that wants a sign-in, a page that wants to see a person, a site whose
// allowance is used up; and the moments of a check on the small surfaces.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../lib/arguments.mjs';
import { until } from '../lib/until.mjs';
import { formPage, richErrorPage, shopPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { fromRightToLeft, helped, opened, story } from './scene.mjs';
import { picture, popupPicture, saved } from './pictures.mjs';

const still = story('pictures: help where no check is made', async (scene) => {
  const person = '<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>';
  for (const [what, behaviour] of /** @type {const} */ ([
    ['sign-in', html(511, 'Network Authentication Required')],
    ['used-up', html(509, 'Bandwidth Limit Exceeded')],
    ['challenge', html(503, person, { 'cf-mitigated': 'challenge' })],
  ])) {
    const site = await scene.world.site('shop', { gateway: 'none', behaviour });
    const tab = await scene.tab(site.url());
    const { kind } = await helped(tab, { state: 'stop' });
    await picture(scene, tab, `${kind}-${what}`);
  }
});

const offline = story('pictures: help without a net', async (scene) => {
  const site = await scene.world.site('shop');
  const tab = await scene.tab(site.url());
  await helped(tab, { state: 'wait' });
  await scene.browser.offline(true);
  try {
    await helped(tab, { state: 'stop' });
    await picture(scene, tab, 'help-offline');
  } finally {
    await scene.browser.offline(false);
  }
});

const moment = story('pictures: the card and the popup while a check is under way', async (scene) => {
  let failing = true;
  const site = await scene.world.site('shop', {
    gateway: 'none',
    behaviour: (request, response) => {
      if (failing) html(503, richErrorPage)(request, response);
      // Anything else is never answered, so that the moment can be looked at.
    },
  });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'card', state: 'wait' });
  failing = false;
  await tab.press('check-now');
  await helped(tab, { kind: 'card', state: 'probe' });
  await picture(scene, tab, 'card-checking');
  await popupPicture(scene, tab, 'checking');
});

/**
 * What a toolbar shows, as the browser says it.
 * @typedef {{ drawing: string, mark: string, ground: string, title: string }} Shown
 */

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {import('./scene.mjs').Tab} tab
 * @param {string} drawing the one that its icon is to get
 * @returns {Promise<Shown>}
 */
async function shown({ browser }, tab, drawing) {
  await until(`the drawing ${drawing}`, () => browser.iconGiven(tab), { accept: (file) => file === `/icons/${drawing}-32.png` });
  return { drawing, mark: await browser.badge(tab), ground: await browser.badgeGround(tab), title: await browser.iconTitle(tab) };
}

/**
 * Toolbars, drawn after the browsers', since no browser without a window has one: each icon as small as it is, and large.
 * @param {Shown[]} all
 */
async function toolbars(all) {
  const icons = await Promise.all(
    all.map(async ({ drawing, mark, ground, title }) => {
      const source = `data:image/png;base64,${await readFile(join(project, 'extension', 'icons', `${drawing}-32.png`), 'base64')}`;
      const icon = (/** @type {number} */ size) =>
        `<i style="--size:${size}px"><img src="${source}" alt="">${mark && `<b style="background:${ground}">${mark}</b>`}</i>`;
      return `<tr><td>${icon(16)}<td>${icon(32)}<td>${drawing}<td>${title.replaceAll('<', '&lt;')}</tr>`;
    }),
  );
  const bar = (/** @type {string} */ look) => `<table style="${look}">${icons.join('')}</table>`;
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; display: grid; font: 14px/1.5 system-ui } td { padding: 10px 14px }
    i { position: relative; display: inline-block; width: var(--size); height: var(--size) } img { width: 100% }
    b { position: absolute; inset: 50% auto auto 45%; min-width: .55em; padding: 0 .2em; border-radius: .25em; color: #fff;
      font: 600 calc(var(--size) * .6)/1 system-ui; text-align: center }
  </style>${bar('background:#f0f3f8')}${bar('background:#2b2b33;color:#eee')}`;
}

const icon = story('pictures: the icon in the toolbar in each of its states', async (scene) => {
  const { browser } = scene;
  /** @type {'fine' | 'fails' | 'silent'} */
  let now = 'fails';
  const site = await scene.world.site('icon', {
    gateway: 'none',
    behaviour: (request, response) => {
      if (request.url === '/form') html(200, formPage)(request, response);
      else if (now === 'fails') html(503, 'Service Unavailable')(request, response);
      else if (now === 'fine') html(200, shopPage)(request, response);
      // A check in silence is under way for as long as it is looked at.
    },
  });
  const tab = await scene.tab(site.url('/form'));
  await tab.page.click('#send');
  await helped(tab, { state: 'wait' });
  await browser.watchIcons();
  await tab.press('keep-watching');
  const all = [await shown(scene, tab, 'watching')];
  await browser.offline(true);
  try {
    all.push(await shown(scene, tab, 'offline'));
  } finally {
    await browser.offline(false);
  }
  await helped(tab, { state: 'wait' });
  await tab.press('stop');
  all.push(await shown(scene, tab, 'stopped'));
  await tab.press('check-now');
  await helped(tab, { state: 'wait' });
  all.push(await shown(scene, tab, 'waiting'));
  now = 'silent';
  await tab.press('check-now');
  all.push(await shown(scene, tab, 'trying'));
  await tab.press('stop');
  now = 'fine';
  await tab.press('check-now');
  await helped(tab, { state: 'back' });
  all.push(await shown(scene, tab, 'back'));
  await tab.open(site.url());
  await opened(tab, site.url());
  all.push(await shown(scene, tab, 'mark'));
  await tab.page.setViewport({ width: 480, height: 900 });
  await tab.page.setContent(await toolbars(all));
  await saved(scene, 'icon', (file) => tab.picture(file));
});

const all = [still, offline, moment];

export default [...all, ...all.map(fromRightToLeft), icon];
