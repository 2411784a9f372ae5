// Debian's Chromium, driven over its DevTools protocol.
import assert from 'node:assert/strict';
import puppeteer from 'puppeteer-core';
import { program } from '../lib/children.mjs';
import { inTime, until } from '../lib/until.mjs';
import { closed, orClosed } from './closing.mjs';
import { buttonOf, Desk, pressed, touchable } from './desk.mjs';
import { countWasm, findTarget, readSurface } from './surface.mjs';
import { tabOf } from './tab.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Public-looking names lead to us, and nothing leads anywhere else.
  '--host-resolver-rules=MAP *.example.com 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * A browser with the extension in it.
 * @param {string} extension
 * @param {boolean} windowed
 * @param {string} [profile]
 */
export async function startChromium(extension, windowed, profile) {
  const browser = await puppeteer.launch({
    executablePath: program('chromium', 'chromium'),
    headless: !windowed,
    enableExtensions: true,
    ...(profile === undefined ? {} : { userDataDir: profile }),
    pipe: true,
    defaultViewport: windowed ? null : { width: 1280, height: 800 },
    // Root may start it only without its sandbox.
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...flags] : flags,
  });
  return orClosed(browser, async () => ({ browser, id: await browser.installExtension(extension) }));
}

/**
 * @param {string} extension
 * @param {string} [profile]
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
export async function launchChromium(extension, profile) {
  const { browser, id } = await startChromium(extension, false, profile);
  return orClosed(browser, () => driverOf(browser, id));
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} id
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
async function driverOf(browser, id) {
  const base = `chrome-extension://${id}/`;
  const [first] = await browser.pages();
  const deskPage = first ?? (await browser.newPage());
  await deskPage.goto(`${base}manifest.json`);
  const desk = new Desk(deskPage, base);
  const settings = await settingsPage(browser, id);
  const devtools = await deskPage.createCDPSession();
  await devtools.send('ServiceWorker.enable');
  /** @type {import('./driver.mjs').Colours} */
  let scheme = 'light';

  const workers = () => browser.targets().filter((target) => target.type() === 'service_worker' && target.url().startsWith(base));
  /** @param {Page} page */
  const paint = (page) => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);

  return {
    name: 'chromium',
    version: await browser.version(),
    base,
    newTab: async () => {
      const before = await desk.tabs();
      const page = await browser.newPage();
      await paint(page);
      const tab = (await desk.tabs()).find((each) => !before.includes(each));
      if (tab === undefined) throw new Error('a new page without a new tab');
      return tabOf(tab, page, desk);
    },
    popup: async (tab) => {
      const extension = (await browser.extensions()).get(id);
      if (!extension) throw new Error('the extension is not installed');
      await tab.page.bringToFront();
      await tab.page.triggerExtensionAction(extension);
      const page = await until('the popup to open', async () =>
        (await extension.pages()).find((each) => each.url().startsWith(`${base}popup.html`)),
      );
      await paint(page);
      return popupOf(page);
    },
    killBackground: async () => {
      const running = workers();
      await devtools.send('ServiceWorker.stopAllWorkers');
      // The next event may start another at once.
      await until('the worker to end', () => !workers().some((worker) => running.includes(worker)), { every: 20 });
    },
    watchWasm: async () => {
      await inWorker(workers(), `(${countWasm})(globalThis)`);
    },
    wasmStarts: () => inWorker(workers(), 'globalThis.wasmStarts ?? null'),
    siteAccess: (granted) => siteAccess(settings, id, desk, granted),
    offline: netOf(workers, async () => (await browser.pages()).filter((page) => page !== deskPage && page !== settings)),
    alarms: () => desk.alarms(),
    stored: (area) => desk.stored(area),
    store: (area, items) => desk.store(area, items),
    colours: async (colours) => {
      scheme = colours;
      for (const page of await browser.pages()) if (page !== deskPage && page !== settings) await paint(page);
    },
    badge: (tab) => desk.badge(tab?.id),
    addresses: () => desk.addresses(),
    closeTabsAt: (url) => desk.closeTabsAt(url),
    complaints: () => complaints(settings, id),
    close: () => closed(browser),
  };
}

/**
 * @param {Page} page
 * @returns {import('./driver.mjs').Popup}
 */
function popupOf(page) {
  /** @param {string} selector */
  const pressAt = (selector) =>
    pressed(
      selector,
      async () => touchable(await page.evaluate(findTarget, selector)),
      // A press on a link closes the popup before the click is over.
      (x, y) => page.mouse.click(x, y).catch((error) => assert.ok(page.isClosed(), error)),
    );
  return {
    help: () => inTime(page.evaluate(readSurface), 5_000, 'the popup'),
    press: (action) => pressAt(buttonOf(action)),
    pressAt,
    picture: async (file) => {
      await page.screenshot({ path: /** @type {`${string}.png`} */ (file) });
    },
    close: async () => {
      await page.close().catch(() => undefined);
    },
  };
}

/**
 * Says of the net what it is told, for as long as it is held on to. While it says "offline", it holds on.
 * @param {() => import('puppeteer-core').Target[]} workers
 * @param {() => Promise<Page[]>} pages
 * @returns {import('./driver.mjs').Driver['offline']}
 */
function netOf(workers, pages) {
  /** @type {import('puppeteer-core').CDPSession[]} */
  let held = [];
  return async (offline) => {
    if (held.length === 0) {
      const [worker] = workers();
      if (!worker) throw new Error('the worker does not run');
      // The worker is the first to know: pages tell it of the change as soon as they know.
      held.push(await worker.createCDPSession());
      for (const page of await pages()) held.push(await page.createCDPSession());
    }
    for (const session of held) {
      await session.send('Network.overrideNetworkState', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    }
    if (offline) return;
    await Promise.all(held.map((session) => session.detach()));
    held = [];
  };
}

/**
 * Lets go of the worker at once: one that is held on to does not end.
 * @param {import('puppeteer-core').Target[]} workers
 * @param {string} expression
 */
async function inWorker([worker], expression) {
  if (!worker) throw new Error('the worker does not run');
  const session = await worker.createCDPSession();
  try {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(`in the worker: ${exceptionDetails.text}`);
    return result.value;
  } finally {
    await session.detach();
  }
}

/**
 * The browser's own page about extensions, which can do what its reader can. Without developer mode the browser forgets
 * the errors that nobody caught.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} id
 */
async function settingsPage(browser, id) {
  const page = await browser.newPage();
  await page.goto('chrome://extensions/');
  await page.evaluate(async (extensionId) => {
    /** @type {any} */
    const { developerPrivate } = chrome;
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    await developerPrivate.updateExtensionConfiguration({ extensionId, errorCollection: true });
  }, id);
  return page;
}

/**
 * As its reader does there: "on all sites" or "on click".
 * @param {Page} settings
 * @param {string} id
 * @param {Desk} desk
 * @param {boolean} granted
 */
async function siteAccess(settings, id, desk, granted) {
  await settings.evaluate(
    (extensionId, hostAccess) => {
      /** @type {any} */
      const { developerPrivate } = chrome;
      return developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess });
    },
    id,
    granted ? 'ON_ALL_SITES' : 'ON_CLICK',
  );
  await until('the change of rights', async () => (await desk.mayAccessSites()) === granted);
}

/**
 * @param {Page} settings
 * @param {string} id
 * @returns {Promise<string[]>}
 */
function complaints(settings, id) {
  return settings.evaluate(async (extensionId) => {
    /** @type {any} */
    const { developerPrivate } = chrome;
    const { runtimeErrors } = await developerPrivate.getExtensionInfo(extensionId);
    await developerPrivate.deleteExtensionErrors({ extensionId, type: 'RUNTIME' });
    return runtimeErrors.map((/** @type {{ message: string, source: string }} */ { message, source }) => `${message} (${source})`);
  }, id);
}
