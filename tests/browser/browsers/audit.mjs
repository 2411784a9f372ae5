// What axe-core, the checker of the Web Content Accessibility Guidelines, says of what the extension shows. A checker cannot
// see into the closed root of a site's document: what we show there is looked at as a copy, in a window of its own.
import axe from 'axe-core';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * @typedef {object} Finding
 * @property {string} rule
 * @property {string} help what is wrong, in words
 * @property {string[]} where the elements, as HTML
 */

/** @type {WeakMap<import('puppeteer-core').Browser, Promise<Page>>} Where copies are looked at. */
const windows = new WeakMap();

/**
 * Carried into the browser as text, behind axe-core's own.
 * @returns {Promise<Finding[]>}
 */
async function findings() {
  /** @type {typeof import('axe-core')} */
  const checker = /** @type {any} */ (window).axe;
  // The one rule of version 2.2 is off unless it is asked for: room enough for a finger.
  const rules = { 'target-size': { enabled: true } };
  const { violations, passes } = await checker.run(document.querySelector('dialog') ?? document, { rules });
  const contrasts = passes.find(({ id }) => id === 'color-contrast')?.nodes.length ?? 0;
  if (contrasts < 1) throw new Error('the checker saw no words');
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map(({ html, failureSummary = '' }) => `${html.slice(0, 200)}: ${failureSummary.replace(/\s+/g, ' ')}`),
  }));
}

/**
 * Looks at a page of ours.
 * @param {Page} page
 * @returns {Promise<Finding[]>}
 */
export function audited(page) {
  return /** @type {Promise<any>} */ (page.evaluate(`(function () { ${axe.source}\n; return (${findings})(); })()`));
}

/**
 * Looks at a copy of what we show in a site's document.
 * @param {Page} page the site's
 * @param {string} html
 * @param {string} css
 */
export async function auditedCopy(page, html, css) {
  const browser = page.browser();
  const known = windows.get(browser);
  const copies = known ?? browser.newPage({ type: 'window', background: true });
  windows.set(browser, copies);
  const copy = await copies;
  const size = page.viewport();
  if (size) await copy.setViewport(size);
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const scheme = `:root { color-scheme: ${dark ? 'dark' : 'light'} }`;
  await copy.setContent(`<!doctype html><html lang="en"><title>Help</title><style>${css}\n${scheme}</style>${html}</html>`);
  await copy.evaluate(() => {
    const dialog = document.querySelector('dialog');
    if (dialog?.popover) dialog.showPopover(); // A card; the whole help is open as it is.
  });
  return audited(copy);
}
