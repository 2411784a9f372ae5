// What a story is told with: a browser, sites, and the sentences that many stories share.
import assert from 'node:assert/strict';
import { shopWords } from '../servers/pages.mjs';
import { told } from '../servers/traffic.mjs';
import { mirrored } from '../lib/mirrored.mjs';
import { stays, until } from '../lib/until.mjs';

/** @typedef {import('../browsers/driver.mjs').Driver} Driver */
/** @typedef {import('../browsers/driver.mjs').Tab} Tab */
/** @typedef {import('../browsers/driver.mjs').Seen} Seen */
/** @typedef {import('../servers/world.mjs').Site} Site */
/** @typedef {import('../servers/traffic.mjs').Exchange} Exchange */

/**
 * @typedef {object} Scene
 * @property {Driver} browser
 * @property {import('../servers/world.mjs').World} world
 * @property {import('../lib/words.mjs').Words} words
 * @property {(url?: string) => Promise<Tab>} tab a new tab in front, closed when the story ends
 * @property {(address: string) => Promise<import('../browsers/driver.mjs').Glimpse>} tabAt waits for a tab with this address that the story did not open itself
 * @property {(wishes?: import('../browsers/driver.mjs').Wishes) => Promise<Driver>} another a browser of the story's own
 * @property {string} pictures folder for pictures
 * @property {'' | '-rtl'} direction how names of pictures end
 */

/**
 * @typedef {object} Story
 * @property {string} name says the behaviour
 * @property {(scene: Scene) => Promise<void>} run
 * @property {import('../browsers/driver.mjs').BrowserName} [only] where the behaviour belongs to one browser
 * @property {'patient' | 'heavy'} [load] almost all of it is waiting; or it fills a small machine by itself
 */

/** Milliseconds within which a site that has only just failed is asked by itself, whatever the failure; generously. */
export const firstCheck = 30_000;
/** Milliseconds that an answer, a timer and a log may take beside a wait itself. */
export const slack = 1_200;

/**
 * @param {string} name
 * @param {Story['run']} run
 * @returns {Story}
 */
export function story(name, run) {
  return { name, run };
}

/**
 * A story that does next to nothing for a long time. Such stories have a browser to themselves, beside the others.
 * @param {string} name
 * @param {Story['run']} run
 * @returns {Story}
 */
export function patientStory(name, run) {
  return { name, run, load: 'patient' };
}

/**
 * A story of many tabs at once. Such stories are told alone, after all others, so that nothing else is late because of them.
 * @param {string} name
 * @param {Story['run']} run
 * @returns {Story}
 */
export function heavyStory(name, run) {
  return { name, run, load: 'heavy' };
}

/**
 * The same story with words that run from right to left. In Chromium alone: each takes a browser of its own.
 * @param {Story} told
 * @returns {Story}
 */
export function fromRightToLeft(told) {
  return {
    ...told,
    name: `${told.name}, from right to left`,
    only: 'chromium',
    run: async (scene) => {
      const browser = await scene.another({ mirrored: true });
      const tab = async (/** @type {string} */ url) => {
        const opened = await browser.newTab();
        if (url !== undefined) await opened.open(url);
        return opened;
      };
      await told.run({
        ...scene,
        browser,
        tab: /** @type {Scene['tab']} */ (tab),
        tabAt: (address) => until(`a tab at ${address}`, () => browser.tabAt(address)),
        another: (wishes) => scene.another({ ...wishes, mirrored: true }),
        words: scene.words.spelt(mirrored),
        direction: '-rtl',
      });
    },
  };
}

/**
 * Waits until the tab shows help that is as wished.
 * @param {Tab} tab
 * @param {Partial<Pick<Seen, 'where' | 'kind' | 'state'>>} [wish]
 * @param {number} [within]
 * @returns {Promise<Seen>}
 */
export function helped(tab, wish = {}, within = 8_000) {
  const wanted = { where: 'inside', ...wish };
  return until(`help like ${JSON.stringify(wanted)}`, () => tab.help(), {
    within,
    tell: inShort,
    accept: (seen) => Object.entries(wanted).every(([key, value]) => seen[/** @type {keyof Seen} */ (key)] === value),
  });
}

/** @param {Seen} seen */
function inShort({ where, kind, state, text }) {
  return `${where} ${kind} ${state}: ${text.replaceAll('\n', ' | ')}`;
}

/**
 * Waits until the tab shows the site's own page at that address, and nothing of ours is left over it.
 * @param {import('../browsers/driver.mjs').Glimpse} tab
 * @param {string} url
 * @param {number} [within]
 */
export async function opened(tab, url, within = firstCheck) {
  await until(
    `${url} to be back`,
    async () => {
      const address = await tab.address();
      if (address !== url) return { address };
      const help = await tab.help();
      return { address, text: await tab.text(), help: help.where };
    },
    {
      within,
      accept: ({ address, text, help }) => address === url && text?.includes(shopWords) === true && help === 'nothing',
    },
  );
}

/**
 * The site heals and is asked at once: its page is opened.
 * @param {Tab} tab
 * @param {Site} site
 * @param {string} [url]
 */
export async function comesBack(tab, site, url = site.url()) {
  await site.heal();
  await tab.press('check-now').catch(() => undefined); // Its own check may have been first.
  await opened(tab, url);
}

/**
 * @param {Site} site
 * @param {'load' | 'probe'} kind
 */
export async function asked(site, kind) {
  return (await site.requests()).filter((exchange) => exchange.kind === kind);
}

/**
 * Waits until the site has been asked so often.
 * @param {Site} site
 * @param {'load' | 'probe'} kind
 * @param {number} count
 * @param {number} [within]
 */
export function askedTimes(site, kind, count, within = firstCheck) {
  return until(`${kind} number ${count} at ${site.host}`, () => asked(site, kind), {
    within,
    accept: (exchanges) => exchanges.length >= count,
  });
}

/**
 * Presses "check now" until so many checks of a site that stays down have been counted.
 * @param {Scene} scene
 * @param {Tab} tab
 * @param {number} count
 * @param {'inside' | 'page'} [where]
 */
export async function checkedTimes({ words }, tab, count, where = 'inside') {
  for (let next = 1; next <= count; next += 1) {
    /** @param {Seen} seen */
    const counted = ({ state, text }) => state === 'stop' || (state === 'wait' && !text.includes(words.filled('detail_check', { n: next, m: 10 })));
    const before = await helped(tab, { where });
    if (counted(before)) continue; // by itself, meanwhile
    await tab.press('check-now');
    await until(`check ${next} to be counted`, () => tab.help(), { accept: counted, tell: inShort });
  }
}

/**
 * Nothing more is asked of the site for a while. What is on its way at first still counts as before.
 * @param {Site} site
 * @param {number} milliseconds
 */
export async function leftAlone(site, milliseconds) {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = await site.requests();
  await stays(`no request to ${site.host}`, async () => (await site.requests()).length === before.length, milliseconds).catch(async (error) => {
    throw new Error(`${error.message}\n${told(await site.requests())}`);
  });
}

/**
 * Nothing is planned any more: the extension's alarm, which stands behind each of its timers, is off. That tells what no
 * time of looking on could, since waits can be long.
 * @param {Scene} scene
 */
export async function nothingPlanned({ browser }) {
  await until('the alarm to be off', () => browser.alarms(), { accept: (alarms) => alarms.length === 0, within: 5_000 });
}

/**
 * The mark goes from the toolbar's icon.
 * @param {Scene} scene
 * @param {Tab} tab
 */
export async function unmarked({ browser }, tab) {
  await until('the mark to go from the icon', () => browser.badge(tab), { accept: (badge) => badge === '' });
}

/**
 * @param {Seen} seen
 * @param {string} action
 */
export function has(seen, action) {
  return seen.buttons.some((button) => button.action === action && button.visible);
}

/**
 * @param {Scene} scene
 * @param {string} text
 * @param {string} name of a message
 */
export function says({ words }, text, name) {
  assert.ok(words.in(text, name), `should say ${JSON.stringify(words.of(name))}, says ${JSON.stringify(text)}`);
}
