// The account of a failure that a reader copies for a support desk, as it arrives where they paste it.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { html } from '../servers/upstream.mjs';
import { helped, story } from './scene.mjs';

/** What nginx sends when it cannot reach what is behind it. */
const nginxPage = '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.22.1</center></body></html>';
const behaviour = html(502, nginxPage, { server: 'cloudflare', 'cf-ray': '8f1d2c3b4a5e6f70-FRA' });

/**
 * What is pasted in another page, once it has come.
 * @param {import('./scene.mjs').Scene} scene
 * @param {RegExp} expected
 */
export async function pasted(scene, expected) {
  const { page, close } = await scene.tab('about:blank');
  await page.setContent('<textarea></textarea>');
  const read = () => page.$eval('textarea', (area) => area.value);
  const text = await until(`${expected} in the clipboard`, async () => {
    await page.focus('textarea');
    await page.$eval('textarea', (area) => area.select());
    await page.keyboard.down('Control');
    await page.keyboard.press('v', { commands: ['Paste'] });
    await page.keyboard.up('Control');
    return read();
  }, { accept: (text) => expected.test(text), within: 10_000 });
  await close();
  return text;
}

const copied = story('copied details say who answered and who passed it on, and keep the query to themselves unless told', async (scene) => {
  const site = await scene.world.site('report', { gateway: 'none', behaviour });
  const tab = await scene.tab(site.url('/orders?token=secret'));
  const { text } = await helped(tab);
  assert.ok(text.includes('Cloudflare') && text.includes('nginx'), 'both stand in the picture');
  await tab.pressAt('footer > [data-copy]');
  const short = await pasted(scene, /^- time: `\d{4}-/);
  assert.match(short, /- gateway: `nginx`\n- relays: `cloudflare`/);
  assert.match(short, /`cf-ray: 8f1d2c3b4a5e6f70-FRA`/);
  assert.match(short, /\/orders`/);
  assert.ok(!short.includes('secret'), short);

  await tab.show();
  await tab.pressAt('details:nth-of-type(4) > summary');
  await tab.pressAt('.acts:last-child > [data-copy]:last-child');
  const whole = JSON.parse(await pasted(scene, /^\{/));
  assert.ok(whole.address.endsWith('/orders?token=secret'), whole.address);
  assert.equal(whole.status, 502);
});

const fromThePopup = story('details are copied from the popup too', async (scene) => {
  const site = await scene.world.site('report', { gateway: 'none', behaviour });
  const tab = await scene.tab(site.url());
  await helped(tab);
  const popup = await scene.browser.popup(tab);
  await until('the popup to be drawn', () => popup.help(), { accept: ({ kind }) => kind === 'popup' });
  await popup.pressAt('footer > [data-copy]');
  await until('it to say so', () => popup.help(), { accept: ({ text }) => scene.words.in(text, 'button_copied') });
  await popup.close();
  assert.match(await pasted(scene, /^- time: `\d{4}-/), /- gateway: `nginx`/);
});

export default [copied, fromThePopup];
