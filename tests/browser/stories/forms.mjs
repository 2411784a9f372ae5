// A form is sent once: by the reader. Whatever comes after is asked for by the page's address, and never sent again.
import assert from 'node:assert/strict';
import { until } from '../lib/until.mjs';
import { formPage, shopPage } from '../servers/pages.mjs';
import { told } from '../servers/traffic.mjs';
import { html } from '../servers/upstream.mjs';
import { asked, askedTimes, helped, leftAlone, nothingPlanned, opened, patientStory, says, story } from './scene.mjs';

/**
 * The order form works, sending it does not: the shop is silent, or answers 503.
 * @param {'silent' | 503} failure
 * @param {() => boolean} healed
 * @returns {import('../servers/upstream.mjs').Answer}
 */
function shop(failure, healed) {
  return (request, response) => {
    if (healed()) html(200, shopPage)(request, response);
    else if (request.url === '/form') html(200, formPage)(request, response);
    else if (failure !== 'silent') html(failure, 'Service Unavailable')(request, response);
  };
}

/** @param {import('./scene.mjs').Site} site */
async function posts(site) {
  return (await site.requests()).filter(({ method }) => method === 'POST').length;
}

/**
 * @param {string} name
 * @param {'silent' | 503} failure
 */
function sentOnce(name, failure) {
  return story(`${name}: never sent again, and help says so`, async (scene) => {
    let healed = false;
    const site = await scene.world.site('order', { behaviour: shop(failure, () => healed) });
    const tab = await scene.tab(site.url('/form'));
    await tab.page.click('#send');
    const help = await helped(tab, { kind: 'help' });
    says(scene, help.text, 'note_form_title');
    says(scene, help.text, 'note_form');
    await tab.press('check-now');
    await askedTimes(site, 'probe', 1);
    await helped(tab, { kind: 'help', state: 'wait' });
    assert.ok((await asked(site, 'probe')).every(({ method, path }) => method === 'GET' && path === '/order'), told(await site.requests()));

    healed = true;
    await tab.press('check-now');
    const back = await helped(tab, { kind: 'help', state: 'back' });
    says(scene, back.text, 'status_back_form');
    await nothingPlanned(scene);
    await leftAlone(site, 1_500);
    assert.equal(await posts(site), 1, told(await site.requests()));
    assert.equal((await asked(site, 'load')).length, 2, 'the form and its sending, no page loaded by itself');

    await tab.pressAt(`a[href="${site.url('/order')}"]`);
    await opened(tab, site.url('/order'));
    assert.equal(await posts(site), 1, told(await site.requests()));
  });
}

const presses = story('a form that was sent and failed: pressing everything there is sends it no second time', async (scene) => {
  const site = await scene.world.site('order', { behaviour: shop(503, () => false) });
  const tab = await scene.tab(site.url('/form'));
  await tab.page.click('#send');
  await helped(tab, { kind: 'help' });
  for (const action of ['check-now', 'stop', 'check-now', 'show-original', 'show-help', 'check-now']) {
    await tab.press(action);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const popup = await scene.browser.popup(tab);
  await popup.press('check-now');
  await popup.close();
  await helped(tab, { state: 'wait' });
  await scene.browser.killBackground();
  const before = (await asked(site, 'probe')).length;
  await helped(tab, { state: 'wait' });
  await tab.press('check-now');
  await askedTimes(site, 'probe', before + 1);
  assert.equal(await posts(site), 1, told(await site.requests()));
});

const behind = patientStory('a form that failed in a tab behind others, its background dead: the alarm asks for its address, nothing is sent again', async (scene) => {
  let healed = false;
  const site = await scene.world.site('order', { behaviour: shop(503, () => healed) });
  const tab = await scene.tab(site.url('/form'));
  await tab.page.click('#send');
  await helped(tab, { kind: 'help', state: 'wait' });
  await scene.tab('about:blank');
  await scene.browser.killBackground();
  healed = true;
  const [probe] = await askedTimes(site, 'probe', 1, 95_000);
  assert.deepEqual([probe?.method, probe?.path], ['GET', '/order']);
  await helped(tab, { kind: 'help', state: 'back' });
  await scene.browser.killBackground();
  await tab.show();
  says(scene, (await helped(tab, { kind: 'help', state: 'back' })).text, 'status_back_form');
  await nothingPlanned(scene);
  await leftAlone(site, 1_500);
  assert.equal(await posts(site), 1, told(await site.requests()));
  assert.equal((await asked(site, 'load')).length, 2, told(await site.requests()));
});

const history = story('Back and Forward over a form that was sent and failed: nothing is sent again', async (scene) => {
  let healed = false;
  const site = await scene.world.site('order', { behaviour: shop(503, () => healed) });
  const other = await scene.world.site('other', { behaviour: html(200, shopPage) });
  const tab = await scene.tab(site.url('/form'));
  await tab.page.click('#send');
  await helped(tab, { kind: 'help' });
  await tab.open(other.url());
  await opened(tab, other.url());
  for (const [move, address] of /** @type {const} */ ([['back', '/order'], ['back', '/form'], ['forward', '/order']])) {
    await tab[move]();
    await until(`${move} to ${address}`, () => tab.address(), { accept: (seen) => seen === site.url(address) });
    await nothingPlanned(scene);
    await leftAlone(site, 1_000);
    assert.equal(await posts(site), 1, told(await site.requests()));
  }
  healed = true;
  await leftAlone(site, 1_000);
  assert.equal(await posts(site), 1, told(await site.requests()));
});

export default [sentOnce('a form that a silent server swallowed (504)', 'silent'), sentOnce('a form that was refused (503)', 503), presses, behind, history];
