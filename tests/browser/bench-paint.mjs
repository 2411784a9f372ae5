// Times help in Chromium, from the commit of a failed page to the first frame with help in it; with the background running,
// and asleep, each in a new tab, whose process has drawn nothing yet. Beside them, without a limit: in a tab that has shown the
// site before; and as a measure of the machine the same help as a fixed text, drawn by a script that stands in every page and
// asks nobody, in new tabs too. usage: node bench-paint.mjs [FOLDER of the unpacked extension]. Ends with 1 when a median is over its
// limit, or when anything moves after help was painted.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChromium } from './browsers/chromium.mjs';
import { launch } from './browsers/driver.mjs';
import { wanted } from './lib/arguments.mjs';
import { until } from './lib/until.mjs';
import { startWorld } from './servers/world.mjs';

/** @typedef {{ committed: number, painted: number | undefined, moved: number }} Watched */

const ROUNDS = 15;
/** Milliseconds at the median. */
const limits = { running: 60, asleep: 200 };

/** Runs in each document as soon as it is committed: notes the first frame after our element is there with its dialog open. */
function watch() {
  /** @type {Watched} */
  const watched = { committed: performance.now(), painted: undefined, moved: 0 };
  Object.assign(window, { watched });
  const look = () => {
    if (watched.painted !== undefined || !document.querySelector('div[data-back-soon]')) return requestAnimationFrame(look);
    // What is posted in a frame comes when it is painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (watched.painted = performance.now());
    return port2.postMessage(undefined);
  };
  look();
  new PerformanceObserver((list) => {
    for (const entry of /** @type {any[]} */ (list.getEntries())) {
      if (watched.painted !== undefined && entry.startTime > watched.painted) watched.moved += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/**
 * What is there before each load.
 * @typedef {object} Timed
 * @property {() => Promise<import('puppeteer-core').Page>} newPage
 * @property {(page: import('puppeteer-core').Page, site: import('./servers/world.mjs').Site) => Promise<unknown>} [before] what is done
 *   before each load
 */

/**
 * Milliseconds to help of each round, the fastest first, and how much moved after it.
 * @param {Timed} timed
 */
async function measured({ newPage, before = async () => {} }) {
  const times = [];
  let moved = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const site = await world.site('shop');
    const page = await newPage();
    await page.evaluateOnNewDocument(watch);
    await before(page, site);
    const one = await painted(page, site.url());
    if (round > 0) times.push(one.took); // The first warms the browser up.
    moved += one.moved;
    await page.close();
  }
  return { times: times.sort((one, other) => one - other), moved };
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} url
 */
async function painted(page, url) {
  await page.goto(url);
  const seen = await until(
    'help to be painted',
    () =>
      page.evaluate(() => {
        const { committed, painted } = /** @type {any} */ (window).watched;
        return painted - committed;
      }),
    { accept: Number.isFinite, every: 20 },
  );
  // Words that are found in the body come a moment later.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { moved } = await page.evaluate(() => /** @type {any} */ (window).watched);
  return { took: seen, moved };
}

/**
 * What help is made of in a tab, once all of it is there.
 * @param {import('puppeteer-core').Page} page
 */
async function drawn(page) {
  const site = await world.site('shop');
  await page.goto(site.url());
  const session = await page.createCDPSession();
  const help = await until('help to be there', async () => {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const html = root.children?.find(({ localName }) => localName === 'html');
    const host = html?.children?.find(({ attributes }) => attributes?.includes('data-back-soon'));
    const dialog = host?.shadowRoots?.[0]?.children?.[0];
    return dialog && (await session.send('DOM.getOuterHTML', { nodeId: dialog.nodeId })).outerHTML;
  }, { accept: (html) => html !== undefined && html.includes('<main') });
  await page.close();
  return help ?? '';
}

/**
 * Makes an extension that does nothing but draw a text into failed pages.
 * @param {string} folder
 * @param {string} help
 * @param {string} css
 */
async function writeFixed(folder, help, css) {
  const manifest = {
    manifest_version: 3,
    name: 'fixed',
    version: '1',
    content_scripts: [{ matches: ['http://*/*'], js: ['fixed.js'], run_at: 'document_start' }],
  };
  const script = `if (performance.getEntriesByType('navigation')[0]?.responseStatus >= 500) {
    const host = document.createElement('div');
    host.dataset.backSoon = '';
    const shadow = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(css)});
    shadow.adoptedStyleSheets = [sheet];
    shadow.innerHTML = ${JSON.stringify(help)};
    const dialog = shadow.firstElementChild;
    dialog.removeAttribute('open');
    document.documentElement.append(host);
    dialog.showModal();
  }`;
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'fixed.js'), script);
}

/**
 * The site works, and then does not.
 * @param {import('puppeteer-core').Page} page
 * @param {import('./servers/world.mjs').Site} site
 */
async function shown(page, site) {
  await site.heal();
  await page.goto(site.url('/before'));
  await site.close(true);
}

/** @param {number[]} times */
const medianOf = (times) => times[Math.floor(times.length / 2)] ?? NaN;

/**
 * @param {string} help
 * @param {string} extension
 */
async function reportFixed(help, extension) {
  const folder = await mkdtemp(join(tmpdir(), 'back-soon-fixed-'));
  try {
    await writeFixed(folder, help, await readFile(join(extension, 'style.css'), 'utf8'));
    const { browser } = await startChromium(folder, false);
    try {
      const { times } = await measured({ newPage: () => browser.newPage() });
      console.log(`the same as a fixed text, by a script that asks nobody: ${medianOf(times).toFixed(0)} ms at the median of ${times.length}`);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Whether it is over its limit, or moves.
 * @param {string} what
 * @param {Timed} timed
 * @param {number} [limit]
 */
async function report(what, timed, limit = Infinity) {
  const { times, moved } = await measured(timed);
  const median = medianOf(times);
  const tooSlow = !(median <= limit);
  console.log(
    `help painted, ${what}: ${median.toFixed(0)} ms at the median of ${times.length}, ${(times.at(-1) ?? NaN).toFixed(0)} at most` +
      ` (${limit === Infinity ? 'no limit' : `limit ${limit}`})${tooSlow ? ': TOO SLOW' : ''}; layout shift after it: ${moved}${moved > 0 ? ': IT MOVES' : ''}`,
  );
  return tooSlow || moved > 0;
}

const { extension } = wanted('usage: node bench-paint.mjs [FOLDER]');
const world = await startWorld();
let over = false;
try {
  const driver = await launch('chromium', extension);
  const newPage = async () => (await driver.newTab()).page;
  try {
    const help = await drawn(await newPage());
    await reportFixed(help, extension);
    const verdicts = [
      await report('background running', { newPage }, limits.running),
      await report('background asleep', { newPage, before: driver.killBackground }, limits.asleep),
      await report('background running, in a tab that has shown the site', { newPage, before: shown }),
    ];
    over = verdicts.includes(true);
  } finally {
    await driver.close();
  }
} finally {
  await world.stop();
}
process.exit(over ? 1 : 0);
