// Times help in Chromium, from the commit of a failed page to the first frame with help in it; with the background running,
// and asleep. usage: node bench-paint.mjs [FOLDER of the unpacked extension]. Ends with 1 when a median is over its limit, or
// when anything moves after help was painted.
import { launch } from './browsers/driver.mjs';
import { wanted } from './lib/arguments.mjs';
import { until } from './lib/until.mjs';
import { startWorld } from './servers/world.mjs';

/** @typedef {import('./browsers/driver.mjs').Tab} Tab */
/** @typedef {{ committed: number, painted: number | undefined, moved: number }} Watched */

const ROUNDS = 15;
/** Milliseconds at the median. */
const limits = /** @type {const} */ ({ 'background running': 60, 'background asleep': 200 });

/** Runs in each document as soon as it is committed: notes the first frame after our element is there with its dialog open. */
function watch() {
  /** @type {Watched} */
  const watched = { committed: performance.now(), painted: undefined, moved: 0 };
  Object.assign(window, { watched });
  const look = () => {
    if (watched.painted !== undefined || !document.querySelector('back-soon-help')) return requestAnimationFrame(look);
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
 * @param {Tab} tab
 * @param {string} url
 */
async function timed(tab, url) {
  await tab.open(url);
  const seen = await until(
    'help to be painted',
    () =>
      tab.page.evaluate(() => {
        const { committed, painted, moved } = /** @type {any} */ (window).watched;
        return { took: painted - committed, moved };
      }),
    { accept: ({ took }) => Number.isFinite(took), every: 20 },
  );
  // Words that are found in the body come a moment later.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { moved } = await tab.page.evaluate(() => /** @type {any} */ (window).watched);
  return { took: seen.took, moved };
}

const { extension } = wanted('usage: node bench-paint.mjs [FOLDER]');
const world = await startWorld();
let over = false;
try {
  const driver = await launch('chromium', extension);
  try {
    for (const [what, limit] of Object.entries(limits)) {
      const times = [];
      let moved = 0;
      for (let round = 0; round <= ROUNDS; round += 1) {
        const site = await world.site('shop');
        const tab = await driver.newTab();
        await tab.page.evaluateOnNewDocument(watch);
        if (what === 'background asleep') await driver.killBackground();
        const one = await timed(tab, site.url());
        if (round > 0) times.push(one.took); // The first warms the browser up.
        moved += one.moved;
        await tab.close();
      }
      times.sort((one, other) => one - other);
      const median = times[Math.floor(times.length / 2)] ?? NaN;
      const tooSlow = !(median <= limit);
      over ||= tooSlow || moved > 0;
      const worst = times.at(-1) ?? NaN;
      console.log(
        `help painted, ${what}: ${median.toFixed(0)} ms at the median of ${times.length}, ${worst.toFixed(0)} at most` +
          ` (limit ${limit})${tooSlow ? ': TOO SLOW' : ''}; layout shift after it: ${moved}${moved > 0 ? ': IT MOVES' : ''}`,
      );
    }
  } finally {
    await driver.close();
  }
} finally {
  await world.stop();
}
process.exit(over ? 1 : 0);
