// States that few readers ever see: no net, a network that wants a sign-in, a page that wants to see a person, a site whose
// allowance is used up; and the moments of a check on the small surfaces.
import { richErrorPage } from '../servers/pages.mjs';
import { html } from '../servers/upstream.mjs';
import { fromRightToLeft, helped, story } from './scene.mjs';
import { picture, popupPicture } from './pictures.mjs';

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

const all = [still, offline, moment];

export default [...all, ...all.map(fromRightToLeft)];
