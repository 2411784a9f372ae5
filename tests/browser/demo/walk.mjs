// The demo without a display: walks through the street by itself, says what happens as it happens, and takes pictures.
import { join } from 'node:path';
import { launch } from '../browsers/driver.mjs';
import { inTime, until } from '../lib/until.mjs';

/** @typedef {import('../browsers/driver.mjs').Tab} Tab */
/** @typedef {import('../browsers/driver.mjs').Seen} Seen */

/**
 * @typedef {object} Walk
 * @property {import('../browsers/driver.mjs').Driver} browser
 * @property {import('./site.mjs').Demo} demo
 * @property {(line: string) => void} say
 * @property {(tab: Tab, name: string) => Promise<void>} picture
 */

/**
 * @param {import('../browsers/driver.mjs').BrowserName} name
 * @param {string} extension
 * @param {import('./site.mjs').Demo} demo
 * @param {string} pictures folder
 */
export async function walk(name, extension, demo, pictures) {
  const start = Date.now();
  /** @param {string} line */
  const say = (line) => console.log(`[${((Date.now() - start) / 1000).toFixed(1).padStart(5)} s] ${line}`);
  demo.onNews(say);
  const browser = await launch(name, extension);
  say(`${browser.version}, with the extension installed`);
  let count = 0;
  /** @type {Walk} */
  const tools = {
    browser,
    demo,
    say,
    picture: async (tab, what) => {
      count += 1;
      const file = join(pictures, `${String(count).padStart(2, '0')}-${what}.png`);
      await tab.picture(file);
      say(`   picture: ${file}`);
    },
  };
  try {
    await inTime(street(tools), 300_000, 'the walk');
  } finally {
    await browser.close();
  }
}

/** @param {Walk} walk */
async function street(walk) {
  const { browser, demo, say, picture } = walk;
  const index = await browser.newTab();
  await index.open(demo.index);
  say(`the index page is open: ${demo.index}`);
  await picture(index, 'index');
  await restart(walk);
  await later(walk);
  await empty(walk);
  await form(walk);
  await maintenance(walk);
  await ten(walk);
  await index.close();
}

/**
 * The main story.
 * @param {Walk} walk
 */
async function restart(walk) {
  const { browser, demo, say, picture } = walk;
  say('--- The shop restarts');
  const url = await demo.breakDown('restart');
  const tab = await browser.newTab();
  await tab.open(url);
  const help = await helped(tab, 'inside', 'wait');
  say(`the shop answered with an error; help is there: "${headline(help)}"`);
  await picture(tab, 'shop-help');
  const seconds = await until('the countdown', async () => (await tab.help()).text.match(/^\d+$/m)?.[0]);
  say(`it counts down to the next check: ${seconds}`);
  await until('a check', () => demo.requests('restart'), { accept: (all) => all.some(({ kind }) => kind === 'probe'), within: 30_000 });
  say('checked for the first time, without touching the tab');
  await picture(tab, 'shop-waiting');
  await back(tab, url, 'Welcome to the shop');
  say('the shop is back, and its page has opened by itself');
  await picture(tab, 'shop-back');
  await tab.close();
}

/** @param {Walk} walk */
async function later({ browser, demo, say, picture }) {
  say('--- The library asks for patience (Retry-After: 30)');
  const url = await demo.breakDown('later', 30);
  const tab = await browser.newTab();
  await tab.open(url);
  say(`help: "${headline(await helped(tab, 'inside', 'wait'))}"`);
  await picture(tab, 'library-help');
  await back(tab, url, 'Welcome to the library');
  const [load, probe] = await demo.requests('later');
  if (load && probe) say(`the first request after the failure came after ${((probe.at - load.at) / 1000).toFixed(1)} s`);
  await tab.close();
}

/** @param {Walk} walk */
async function empty({ browser, demo, say, picture }) {
  say('--- The ferry says nothing at all');
  const url = await demo.breakDown('empty', 4);
  const tab = await browser.newTab();
  await tab.open(url);
  await helped(tab, 'page', 'wait');
  say('an empty answer, so help stands in a page of ours');
  await picture(tab, 'ferry-help');
  await back(tab, url, 'Welcome to the ferry');
  say('and the ferry is back');
  await tab.close();
}

/** @param {Walk} walk */
async function form({ browser, demo, say, picture }) {
  say('--- The bakery loses a form');
  const url = await demo.breakDown('form', 4);
  const tab = await browser.newTab();
  await tab.open(url);
  await tab.page.click('#send');
  await helped(tab, 'inside', 'wait');
  say('the order was sent, and an error came back');
  await picture(tab, 'bakery-help');
  await helped(tab, 'inside', 'back', 90_000);
  await picture(tab, 'bakery-back');
  const posts = (await demo.requests('form')).filter(({ method }) => method === 'POST').length;
  if (posts > 1) throw new Error(`the form was sent ${posts} times`);
  say('the bakery is back; the form was not sent again');
  await tab.close();
}

/** @param {Walk} walk */
async function maintenance({ browser, demo, say, picture }) {
  say('--- The school is being repaired');
  const url = await demo.breakDown('maintenance');
  const tab = await browser.newTab();
  await tab.open(url);
  await until('a card', () => tab.help(), { accept: ({ kind }) => kind === 'card' });
  say('its own page stays, help is a card in the corner');
  await picture(tab, 'school-card');
  await demo.heal('maintenance');
  await tab.press('check-now');
  say('the reader presses "Check now"');
  await back(tab, url, 'Welcome to the school');
  say('the school is open again');
  await tab.close();
}

/** @param {Walk} walk */
async function ten({ browser, demo, say, picture }) {
  say('--- Ten tabs of the forum');
  const url = await demo.breakDown('ten', 300);
  /** @type {Tab[]} */
  const tabs = [];
  for (let index = 0; index < 10; index += 1) {
    const tab = await browser.newTab();
    await tab.open(url);
    tabs.push(tab);
  }
  for (const tab of tabs) await helped(tab, 'inside');
  say('help in all ten');
  const last = /** @type {Tab} */ (tabs.at(-1));
  await picture(last, 'forum-help');
  await demo.heal('ten');
  await Promise.all(tabs.map((tab) => back(tab, url, 'Welcome to the forum')));
  const probes = (await demo.requests('ten')).filter(({ kind }) => kind === 'probe').length;
  say(`all ten are back; ${probes} checks in all, for ten tabs`);
  for (const tab of tabs) await tab.close();
}

/**
 * @param {Tab} tab
 * @param {Seen['where']} where
 * @param {string} [state]
 * @param {number} [within]
 */
function helped(tab, where, state, within = 10_000) {
  return until(`help (${where}, ${state ?? 'any state'})`, () => tab.help(), {
    within,
    accept: (seen) => seen.where === where && (state === undefined || seen.state === state),
  });
}

/**
 * @param {Tab} tab
 * @param {string} url
 * @param {string} words
 * @param {number} [within]
 */
function back(tab, url, words, within = 90_000) {
  return until(
    `${url} to be back`,
    async () => [await tab.address(), (await tab.help()).where, await tab.text()],
    { within, accept: ([address, where, text]) => address === url && where === 'nothing' && text?.includes(words) === true },
  );
}

/** @param {Seen} help */
function headline({ text }) {
  return text.split('\n')[1] ?? '';
}
