// Pages that see to themselves: they load themselves again, or want to see that a person is there. We stand down, say so,
// and ask nothing.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { shopPage } from '../servers/pages.mjs';
import { gaps, told } from '../servers/traffic.mjs';
import { html } from '../servers/upstream.mjs';
import { asked, askedTimes, has, helped, leftAlone, nothingPlanned, opened, says, story, unmarked } from './scene.mjs';

/**
 * @param {string} name
 * @param {(seconds: number) => import('../servers/upstream.mjs').Answer} refreshing
 */
function refreshes(name, refreshing) {
  return story(`${name}: we stand down and say so, and the page comes by itself`, async (scene) => {
    const late = await scene.world.site('late', { behaviour: refreshing(600) });
    const tab = await scene.tab(late.url());
    const help = await helped(tab, { kind: 'card', state: 'stop' });
    says(scene, help.text, 'status_refresh');
    says(scene, help.text, 'detail_refresh');
    assert.ok(!has(help, 'check-now') && !has(help, 'stop'), 'nothing to press');
    await nothingPlanned(scene);
    await leftAlone(late, 2_000);
    await tab.close();

    const soon = await scene.world.site('soon', { behaviour: refreshing(3) });
    const other = await scene.tab(soon.url('/tea'));
    for (const count of [1, 2, 3]) {
      await askedTimes(soon, 'load', count);
      says(scene, (await helped(other, { kind: 'card', state: 'stop' })).text, 'status_refresh');
    }
    await soon.heal();
    await opened(other, soon.url('/tea'));
    await unmarked(scene, other);
    await leftAlone(soon, 1_000);
    const requests = await soon.requests();
    assert.ok(requests.every(({ kind }) => kind === 'load'), `no probe\n${told(requests)}`);
    assert.ok(gaps(requests).every((gap) => gap >= 2_500), `no load but the page's own\n${told(requests)}`);
  });
}

/** @param {number} seconds */
const meta = (seconds) => html(503, `<!doctype html><title>503</title><meta http-equiv="Refresh" content="${seconds}"><h1>503</h1>`);
/** @param {number} seconds */
const header = (seconds) => html(503, '<!doctype html><title>503</title><h1>503</h1>', { refresh: String(seconds) });

/** As Cloudflare marks a page that checks whether a person is there; passed, it loads itself again. */
const challengePage = `<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>
<button id="person" onclick="location.reload()">I am a person</button>`;

const challenge = story('a page that wants to see a person (cf-mitigated): we stand down, say so beside it and ask nothing', async (scene) => {
  const site = await scene.world.site('challenge', { behaviour: html(503, challengePage, { 'cf-mitigated': 'challenge' }) });
  const tab = await scene.tab(site.url());
  const help = await until('help that has stood down', () => tab.help(), { accept: ({ state }) => state === 'stop' });
  says(scene, help.text, 'status_challenge');
  says(scene, help.text, 'detail_challenge');
  assert.ok(!has(help, 'check-now') && !has(help, 'stop'), 'nothing to press');
  await nothingPlanned(scene);
  await leftAlone(site, 2_000);

  assert.equal(help.kind, 'card', 'what the page asks for can be done');
  await site.become(html(200, shopPage));
  await tab.page.click('#person');
  await opened(tab, site.url());
  await unmarked(scene, tab);
  assert.deepEqual(await asked(site, 'probe'), [], told(await site.requests()));
});

const refused = story('a page that wants to see a person and is no server error (403): nothing of ours', async (scene) => {
  const site = await scene.world.site('challenge', { behaviour: html(403, challengePage, { 'cf-mitigated': 'challenge' }) });
  const tab = await scene.tab(site.url());
  await until('the page', () => tab.text(), { accept: (text) => text.includes('Checking your browser') });
  await nothingPlanned(scene);
  await leftAlone(site, 1_000);
  assert.equal((await tab.help()).hosts, 0);
});

export default [
  refreshes('a page that loads itself again (meta refresh)', meta),
  refreshes('a page that loads itself again (Refresh header)', header),
  challenge,
  refused,
];
