// What a failing page can be, and how help stands in it: how much is covered, and what the page can do about it.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { project } from '../lib/arguments.mjs';
import { richErrorPage } from '../servers/pages.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { stays, until } from '../lib/until.mjs';
import { asked, askedTimes, has, helped, opened, says, story } from './scene.mjs';

/**
 * A document that is no page, or one that allows nothing: help covers it, and the site comes back.
 * @param {string} name
 * @param {import('../servers/upstream.mjs').Answer} behaviour
 * @param {'inside' | 'page'} [inFirefox] where help stands in Firefox, if not inside
 */
function any(name, behaviour, inFirefox = 'inside') {
  return story(`${name}: help, and the page comes back`, async (scene) => {
    const site = await scene.world.site('doc', { behaviour });
    const tab = await scene.tab(site.url('/doc'));
    const where = scene.browser.name === 'firefox' ? inFirefox : 'inside';
    const help = await helped(tab, { where, kind: 'help' });
    assert.ok(help.share > 0.5, `can be seen: covers ${help.share}`);
    says(scene, help.text, 'status_wait');
    await tab.press('check-now');
    await askedTimes(site, 'probe', 1, 5_000);
    await helped(tab, { where, state: 'wait' });
    await site.heal();
    await tab.press('check-now');
    await opened(tab, site.url('/doc'));
  });
}

const strict = "default-src 'none'; require-trusted-types-for 'script'; sandbox";

const rich = story('a site with an error page of its own keeps it: a card in the corner, more when asked', async (scene) => {
  const site = await scene.world.site('rich', { behaviour: html(503, richErrorPage) });
  const tab = await scene.tab(site.url());
  const card = await helped(tab, { kind: 'card' });
  assert.ok(!card.modal && card.share < 0.35, `leaves the page: covers ${card.share}, modal ${card.modal}`);
  assert.equal(await tab.page.evaluate(() => document.elementFromPoint(300, 40)?.closest('header') !== null), true, 'the page can be used');

  await tab.press('show-help');
  const full = await helped(tab, { kind: 'help' });
  assert.ok(full.modal && full.share > 0.99, `covers the page: ${full.share}`);
  await tab.press('show-original');
  const small = await until('the full page to go', () => tab.help(), { accept: (seen) => seen.kind !== 'help' && !seen.modal });
  assert.ok(has(small, 'show-help'), 'there is a way back to help');
  assert.equal((await asked(site, 'load')).length, 1);
  await site.heal();
  await opened(tab, site.url());
});

const maintenance = story('a maintenance page keeps its place: a card, and the page comes back when the work is done', async (scene) => {
  const site = await scene.world.site('works', { behaviour: html(200, 'not shown') });
  await site.heal();
  await site.maintenance(true);
  const tab = await scene.tab(site.url());
  const card = await helped(tab, { kind: 'card' });
  assert.ok(!card.modal && card.share < 0.35, `leaves the page: covers ${card.share}`);
  says(scene, card.text, 'headline_maintenance');
  assert.match(await tab.text(), /Down for maintenance/);
  await site.maintenance(false);
  await tab.press('check-now');
  await opened(tab, site.url());
});

const original = story('"Show the original page" shows it, and the waiting goes on', async (scene) => {
  const site = await scene.world.site('original');
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help' });
  await tab.press('show-original');
  const small = await helped(tab, { kind: 'pill' });
  assert.ok(!small.modal && small.share < 0.1, `covers ${small.share}`);
  assert.match(await tab.text(), /502 Bad Gateway/);
  await tab.press('show-help');
  await helped(tab, { kind: 'help' });
  await tab.press('show-original');
  await helped(tab, { kind: 'pill' });
  await site.heal();
  await opened(tab, site.url());
});

const escape = story('Escape shows the original page', async (scene) => {
  const site = await scene.world.site('escape', { behaviour: html(503, 'Service Unavailable', { 'retry-after': '60' }) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help' });
  await tab.page.keyboard.press('Escape');
  await helped(tab, { kind: 'pill' });
  await tab.press('show-help');
  await helped(tab, { kind: 'help' });
});

/** A page that tries: it watches for our element, wants its root, and fires every event that a click is made of. */
const nosyPage = `<!doctype html><title>Nosy</title><p>503</p><script>
  window.roots = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { const root = attach.call(this, init); window.roots.push(root); return root; };
  const events = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  const fire = (target) => events.forEach((type) => target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: 640, clientY: 400 })));
  window.tries = 0;
  setInterval(() => {
    const host = document.querySelector('back-soon-help');
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

/**
 * How many pages a PDF has. Firefox packs the list of them.
 * @param {Uint8Array} pdf
 */
function pagesOf(pdf) {
  const text = Buffer.from(pdf).toString('latin1');
  const packed = [...text.matchAll(/stream\r?\n([^]*?)endstream/g)].map(([, part = '']) => {
    try {
      return inflateSync(Buffer.from(part, 'latin1')).toString('latin1');
    } catch {
      return ''; // A picture, or a font.
    }
  });
  return [text, ...packed].join('\n').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

const printed = story('help is printed whole: on as many pages as what is unfolded takes', async (scene) => {
  const site = await scene.world.site('paper', { behaviour: html(503, 'Service Unavailable', { 'retry-after': '60' }) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help', state: 'wait' });
  const before = pagesOf(await tab.page.pdf({ format: 'A5' }));
  for (const nth of [1, 2, 3, 4, 5]) await tab.pressAt(`details:nth-of-type(${nth}) > summary`);
  const after = pagesOf(await tab.page.pdf({ format: 'A5' }));
  assert.ok(before >= 1 && after >= before + 2, `pages: ${before} folded, ${after} unfolded`);
});

export default [
  any('plain text', answer(503, { 'content-type': 'text/plain' }, 'upstream connect error or disconnect/reset before headers')),
  // Firefox shows JSON in a viewer of its own, where no extension may go.
  any('JSON', answer(503, { 'content-type': 'application/json' }, '{"error":{"code":503,"message":"unavailable"}}'), 'page'),
  any('XML', answer(503, { 'content-type': 'application/xml' }, '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>')),
  any('a drawing (SVG)', answer(503, { 'content-type': 'image/svg+xml' }, '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text y="20">503</text></svg>')),
  any('a strict policy, Trusted Types and a sandbox', html(503, '<!doctype html><title>503</title><h1>503</h1>', { 'content-security-policy': strict })),
  any('a frameset', html(502, '<!doctype html><frameset cols="50%,50%"><frame src="about:blank"><frame src="about:blank"></frameset>')),
  any('a single blank', html(502, ' ')),
  rich,
  maintenance,
  original,
  escape,
  nosy,
  stubborn,
  namesakes,
  printed,
];
