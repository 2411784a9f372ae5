// What a failing page can be, and how help stands in it: how much is covered, and the way back to the page.
import assert from 'node:assert/strict';
import { richErrorPage } from '../servers/pages.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { until } from '../lib/until.mjs';
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
];
