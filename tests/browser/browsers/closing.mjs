// The end of a browser that we started.
import { inTime } from '../lib/until.mjs';

/** @typedef {import('puppeteer-core').Browser} Browser */

/** @param {Browser} browser */
export async function closed(browser) {
  const child = browser.process();
  await inTime(browser.close(), 5_000, 'closing').catch(() => child?.kill('SIGKILL'));
}

/**
 * Does something with a browser that must not be left running when it fails.
 * @template T
 * @param {Browser} browser
 * @param {() => Promise<T>} task
 */
export async function orClosed(browser, task) {
  try {
    return await task();
  } catch (error) {
    await closed(browser);
    throw error;
  }
}
