// Networks that want a sign-in send every page on to one of their own. A proxy stands for such a network here.
import { until } from '../lib/until.mjs';
import { answer, html } from '../servers/upstream.mjs';
import { startRecordingProxy } from '../servers/recording-proxy.mjs';
import { helped, nothingPlanned, says, story } from './scene.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */

/**
 * Opens a site that sends the reader on to a machine where everything fails, and gives back what help says there.
 * @param {Scene} scene
 * @param {string} machine
 */
async function sentTo(scene, machine) {
  const portal = await scene.world.site('portal', { gateway: 'none', behaviour: html(502, '<h1>502 Bad Gateway</h1>') });
  const inside = `${machine}:${new URL(portal.url()).port}`;
  const shop = await scene.world.site('shop', { behaviour: answer(302, { location: `http://${inside}/login` }, '') });
  const proxy = await startRecordingProxy([shop.host, inside]);
  const browser = await scene.another({ proxy: proxy.address });
  const tab = await browser.newTab();
  await tab.open(shop.url());
  return { browser, tab, help: await helped(tab, { kind: 'help' }), stop: proxy.stop };
}

const aside = story('a page that the network sends on to a machine of its own, where it fails: help says to sign in, and asks nothing', async (scene) => {
  const { browser, tab, help, stop } = await sentTo(scene, '10.0.0.1');
  try {
    for (const name of ['headline_sign_in', 'lead_sign_in', 'status_sign_in']) says(scene, help.text, name);
    await tab.pressAt('details > summary');
    await until('what to do', () => tab.help(), { accept: ({ text }) => scene.words.in(text, 'tip_sign_in') });
    await nothingPlanned({ ...scene, browser });
    await tab.page.reload().catch(() => undefined);
    says(scene, (await helped(tab, { kind: 'help', state: 'stop' })).text, 'headline_sign_in');
  } finally {
    await stop();
  }
});

const own = story('a page that a site sends on to the own computer, where it fails, is asked for as any other', async (scene) => {
  const { help, stop } = await sentTo(scene, 'localhost');
  try {
    says(scene, help.text, 'headline_unreachable');
  } finally {
    await stop();
  }
});

export default [aside, own];
