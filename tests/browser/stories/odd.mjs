// What no decent server sends: help comes, nothing hangs, and what cannot be read is as if it had not been said.
import assert from 'node:assert/strict';
import { shopPage } from '../servers/pages.mjs';
import { response } from '../servers/raw.mjs';
import { firstCheck, helped, leftAlone, nothingPlanned, opened, says, story } from './scene.mjs';

const page = '<!doctype html><title>503</title><h1>503</h1>';
const good = response('200 OK', [['Content-Type', 'text/html']], shopPage);

/**
 * @param {string} name
 * @param {string} status
 * @param {[string, string | Buffer][]} headers
 * @param {RegExp} [named] what help should say
 */
function odd(name, status, headers, named = /5\d\d/) {
  return story(`${name}: help all the same, and the page comes back`, async (scene) => {
    const site = await scene.world.rawSite('odd', response(status, [['Content-Type', 'text/html'], ...headers], page));
    const tab = await scene.tab(site.url());
    assert.match((await helped(tab, { kind: 'help', state: 'wait' })).text, named);
    site.say(good);
    await opened(tab, site.url());
  });
}

/** Each begins a countdown of a few seconds, as if nothing had been said. */
const unreadable = ['-1', '1e9', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Tue, 31 Feb 2026 10:00:00 GMT'];

const passedBy = story('Retry-After that is nonsense or long past: as if it had not been said', async (scene) => {
  for (const value of unreadable) {
    const site = await scene.world.rawSite('odd', response('502 No', [['Retry-After', value], ['Content-Type', 'text/html']], page));
    const tab = await scene.tab(site.url());
    const { text } = await helped(tab, { kind: 'help', state: 'wait' });
    says(scene, text, 'status_wait');
    const [seconds] = /^\d+$/m.exec(text) ?? [];
    assert.ok(Number(seconds) * 1_000 <= firstCheck, `Retry-After: ${value}: counts down from ${seconds}`);
    await tab.close();
  }
});

const endless = story('Retry-After of thousands of years: the time is told, nothing is asked', async (scene) => {
  for (const value of ['99999999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT']) {
    const site = await scene.world.rawSite('odd', response('503 No', [['Retry-After', value], ['Content-Type', 'text/html']], page));
    const tab = await scene.tab(site.url());
    says(scene, (await helped(tab, { kind: 'help', state: 'stop' })).text, 'status_named');
    await nothingPlanned(scene);
    await leftAlone(site, 500);
    site.say(good);
    await tab.press('check-now');
    await opened(tab, site.url());
    await tab.close();
  }
});

export default [
  odd('a header of 64 kB', '503 Service Unavailable', [['X-Long', 'a'.repeat(65_536)], ['Server', 'b'.repeat(2_000)]]),
  odd('header bytes that are no UTF-8', '502 Bad Gateway', [['Server', Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80])], ['Via', Buffer.from([0xe2, 0x28, 0xa1])]]),
  odd('a Server header that looks like HTML', '502 Bad Gateway', [['Server', '<img src=x onerror="document.title=1">nginx']]),
  odd('a status that nobody knows', '599 Whatever', []),
  odd('a status of a proxy of the cloud', '520 ', [['Server', 'cloudflare']]),
  passedBy,
  endless,
];
