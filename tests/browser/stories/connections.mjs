// Whom a browser with the extension talks to, from a proxy that notes every connection: the site, and nobody else before
// the reader presses.
import assert from 'node:assert/strict';
import { launchBare } from '../browsers/driver.mjs';
import { until } from '../lib/until.mjs';
import { startRecordingProxy } from '../servers/recording-proxy.mjs';
import { agreedInPopup, unfoldedIn } from './outside.mjs';
import { askedTimes, comesBack, has, opened, patientStory, says } from './scene.mjs';

/** @typedef {import('../browsers/driver.mjs').BrowserName} BrowserName */

/**
 * Whom a browser asks by itself, whatever its flags and preferences say.
 * @type {Record<BrowserName, string[]>}
 */
const ownHosts = {
  chromium: [
    'accounts.google.com:443', // Whether its reader is signed in.
    'update.googleapis.com', // A component that it fetches on demand: over TLS, and without it when that fails.
    'update.googleapis.com:443',
  ],
  firefox: [],
};

/** The service behind "check from around the world". */
const service = 'api.globalping.io:443';

/**
 * Those of its own hosts that a browser without the extension is seen to ask: nobody else is excused.
 * @param {BrowserName} name
 */
async function askedByItself(name) {
  const proxy = await startRecordingProxy([]);
  try {
    const browser = await launchBare(name, { proxy: proxy.address });
    try {
      const all = () => ownHosts[name].every((host) => proxy.hosts().includes(host));
      await until('a browser to be done with its own affairs', all, { within: 10_000 }).catch(() => undefined);
    } finally {
      await browser.close();
    }
    return proxy.hosts().filter((host) => ownHosts[name].includes(host));
  } finally {
    await proxy.stop();
  }
}

const told = patientStory('every connection of a browser through an outage goes to the site; the outside check adds its service, a pressed link its own', async (scene) => {
  const site = await scene.world.site('shop');
  const address = site.url('/cart?secret=1');
  const excused = await askedByItself(scene.browser.name);
  const proxy = await startRecordingProxy([site.host]);
  /** @param {string[]} others @param {string} when */
  const only = (others, when) => {
    const hosts = proxy.hosts().filter((host) => !excused.includes(host));
    assert.deepEqual(hosts, [site.host, ...others].sort(), `hosts that were asked ${when}`);
  };
  try {
    const browser = await scene.another({ proxy: proxy.address });
    await site.heal();
    const tab = await browser.newTab();
    await tab.open(address);
    await opened(tab, address);
    only([], 'while the site is well');

    await site.become('dead');
    await tab.open(address);
    await unfoldedIn(scene, tab);
    await askedTimes(site, 'probe', 2);
    const popup = await browser.popup(tab);
    await until('the popup', () => popup.help(), { accept: ({ kind }) => kind === 'popup' });
    await popup.close();
    only([], 'while the site is down');

    await comesBack(tab, site, address);
    only([], 'when the site is back');

    await site.become('dead');
    await tab.open(address);
    await unfoldedIn(scene, tab);
    await tab.press('ask-outside');
    await until('the question', () => tab.help(), { accept: (seen) => has(seen, 'allow-outside') });
    only([], 'before the reader agrees');
    await tab.press('allow-outside');
    await agreedInPopup(browser);
    const failed = await until('word of the refusal', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'check_failed') });
    says(scene, failed.text, 'headline_unreachable');
    only([service], 'after the press on the check');

    const link = (await tab.help()).links.find((each) => each.startsWith('https://')) ?? '';
    const linked = `${new URL(link).host}:443`;
    await tab.pressAt(`a[href="${link}"]`);
    await until('the pressed service to be asked', () => proxy.hosts().includes(linked));
    only([service, linked], 'after the press on a link');
  } finally {
    await proxy.stop();
  }
});

export default [told];
