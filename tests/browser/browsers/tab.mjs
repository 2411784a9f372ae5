// A tab, the same in both browsers: what differs is handed in.
import { inTime, until } from '../lib/until.mjs';
import { buttonOf, pressed } from './desk.mjs';

/**
 * A page in a private window, opened by the extension.
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('./desk.mjs').Desk} desk
 */
export async function privatePage(browser, desk) {
  const before = await browser.pages();
  await desk.openPrivate();
  return until('the private page', async () => (await browser.pages()).find((page) => !before.includes(page)));
}

/**
 * The tab that shows this address, looked at from the desk: automation does not hear of every tab.
 * @param {import('./desk.mjs').Desk} desk
 * @param {string} address
 * @returns {Promise<import('./driver.mjs').Glimpse>}
 */
export async function tabAt(desk, address) {
  const id = await desk.tabAt(address);
  return {
    id,
    address: () => desk.address(id),
    text: () => desk.text(id),
    help: () => desk.help(id),
    close: () => desk.close(id),
  };
}

/**
 * @param {number} id
 * @param {import('puppeteer-core').Page} page
 * @param {import('./desk.mjs').Desk} desk
 * @returns {import('./driver.mjs').Tab}
 */
export function tabOf(id, page, desk) {
  /** @param {string} selector */
  const pressAt = (selector) =>
    pressed(
      selector,
      () => desk.target(id, page, selector),
      (x, y) => page.mouse.click(x, y),
    );
  return {
    id,
    page,
    open: async (url) => {
      // A failing load rejects, in ways that differ by browser. What counts is what the tab shows in the end.
      await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 5_000 }).catch(() => undefined);
    },
    address: () => desk.address(id),
    text: () => inTime(page.evaluate(() => document.body?.innerText ?? document.documentElement.textContent ?? ''), 5_000, 'the text'),
    help: () => desk.help(id, page),
    drawn: (selector) => desk.drawn(id, page, selector),
    audit: () => desk.audit(id, page),
    press: (action) => pressAt(buttonOf(action)),
    pressAt,
    back: () => desk.back(id),
    forward: () => desk.forward(id),
    show: () => page.bringToFront(),
    picture: async (file) => {
      await page.screenshot({ path: /** @type {`${string}.png`} */ (file) });
    },
    close: async () => {
      await page.close().catch(() => undefined); // It may be gone already: that was the story.
    },
  };
}
