// Debian's Chromium, driven over its DevTools protocol.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { program } from '../lib/children.mjs';
import { inTime, until } from '../lib/until.mjs';
import { audited } from './audit.mjs';
import { closed, orClosed } from './closing.mjs';
import { buttonOf, Desk, pressed, touchable } from './desk.mjs';
import { countWasm, findTarget, ledTo, noteIcons, noteTelling, readSurface } from './surface.mjs';
import { privatePage, tabAt, tabOf } from './tab.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--screen-info={1600x1200}', // A popup is to have the room that it has on a desk: what does not fit is not pictured.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=NetworkTimeServiceQuerying',
  // Public-looking names lead to us, and nothing leads anywhere else.
  '--host-resolver-rules=MAP *.example.com 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Loopback goes through the proxy, too.
 * @param {string} proxy
 */
const throughProxy = (proxy) => [`--proxy-server=http://${proxy}`, '--proxy-bypass-list=<-loopback>'];

/**
 * A browser as it comes.
 * @param {boolean} windowed
 * @param {import('./driver.mjs').Wishes} wishes
 */
export function bareChromium(windowed, { profile, proxy, words }) {
  // Root may start it only without its sandbox.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return puppeteer.launch({
    executablePath: program('chromium', 'chromium'),
    headless: !windowed,
    enableExtensions: true,
    pipe: true,
    ...(profile === undefined ? {} : { userDataDir: profile }),
    defaultViewport: windowed ? null : { width: 1280, height: 800 },
    args: [
      ...sandbox,
      ...flags,
      ...(proxy === undefined ? [] : throughProxy(proxy)),
      ...(words === undefined ? [] : [`--blink-settings=defaultFontSize=${words}`]),
    ],
  });
}

/**
 * A browser with the extension in it.
 * @param {string} extension
 * @param {boolean} windowed
 * @param {import('./driver.mjs').Wishes} [wishes]
 */
export async function startChromium(extension, windowed, wishes = {}) {
  const browser = await bareChromium(windowed, wishes);
  return orClosed(browser, async () => ({ browser, id: await browser.installExtension(extension) }));
}

/**
 * @param {string} extension
 * @param {import('./driver.mjs').Wishes} wishes
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
export async function launchChromium(extension, wishes) {
  const folder = await mkdtemp(join(tmpdir(), 'back-soon-extension-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    // A profile remembers an extension by its folder.
    const { copy, granted } = await grantingCopy(extension, wishes.profile ?? folder);
    const { browser, id } = await startChromium(copy, false, wishes);
    const driver = await orClosed(browser, async () => {
      await granted();
      await browser.installExtension(copy);
      return driverOf(browser, id, copy, wishes);
    });
    return { ...driver, close: () => driver.close().finally(forget) };
  } catch (error) {
    await forget();
    throw error;
  }
}

/**
 * A copy of the extension for which notifications are granted. Chromium asks its reader in a window that nobody can press
 * here, but what an extension had to have once, it is given without a question when it only may have it.
 * @param {string} extension
 * @param {string} folder where it goes
 */
async function grantingCopy(extension, folder) {
  const copy = join(folder, 'back-soon');
  await cp(extension, copy, { recursive: true });
  const file = join(copy, 'manifest.json');
  const real = await readFile(file, 'utf8');
  const { optional_permissions: optional, permissions, ...manifest } = JSON.parse(real);
  await writeFile(file, JSON.stringify({ ...manifest, permissions: [...permissions, ...optional] }));
  return { copy, granted: () => writeFile(file, real) };
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} id
 * @param {string} folder the extension's
 * @param {import('./driver.mjs').Wishes} wishes
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
async function driverOf(browser, id, folder, { inPrivate = false }) {
  const base = `chrome-extension://${id}/`;
  const [first] = await browser.pages();
  const settings = await settingsPage(browser);
  await keepErrors(settings, id);
  if (inPrivate) await allowInPrivate(settings, id);
  const deskPage = first ?? (await browser.newPage());
  await until('the extension to be there', () => deskPage.goto(`${base}manifest.json`));
  const desk = new Desk(deskPage, base);
  const devtools = await settings.createCDPSession();
  await devtools.send('ServiceWorker.enable');
  /** @type {import('./driver.mjs').Colours} */
  let scheme = 'light';

  const workers = () => browser.targets().filter((target) => target.type() === 'service_worker' && target.url().startsWith(base));
  /** @type {import('./driver.mjs').Contrast} */
  let eyes = 'as-it-is';
  /** @type {Map<Page, import('puppeteer-core').CDPSession>} Pages that were told of more than colours, as long as they are held on to. */
  const held = new Map();
  /** @param {Page} page */
  const paint = async (page) => {
    const colours = { name: 'prefers-color-scheme', value: scheme };
    if (eyes === 'as-it-is') return page.emulateMediaFeatures([colours]);
    const session = held.get(page) ?? (await page.createCDPSession());
    held.set(page, session);
    const contrast = eyes === 'more' ? { name: 'prefers-contrast', value: 'more' } : { name: 'forced-colors', value: 'active' };
    await session.send('Emulation.setEmulatedMedia', { features: [contrast, colours] });
  };
  const paintAll = async () => {
    for (const page of await browser.pages()) if (page !== desk.page && page !== settings) await paint(page);
  };

  /** @param {() => Promise<Page>} open */
  const newTab = async (open) => {
    const before = await desk.tabs();
    const page = await open();
    await paint(page);
    const tab = (await desk.tabs()).find((each) => !before.includes(each));
    if (tab === undefined) throw new Error('a new page without a new tab');
    return tabOf(tab, page, desk);
  };
  // Its page goes with the extension.
  const deskAgain = async () => {
    const page = await browser.newPage();
    await until('the extension to be there again', () => page.goto(`${base}manifest.json`));
    desk.moveTo(page);
  };

  return {
    name: 'chromium',
    version: await browser.version(),
    base,
    newTab: () => newTab(() => browser.newPage()),
    // A context of the protocol's is private too, but in a profile where extensions may not run scripts.
    newPrivateTab: () => newTab(() => privatePage(browser, desk)),
    tabAt: (address) => tabAt(desk, address),
    inFront: (tab) => desk.inFront(tab.id),
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
    openPopup: async () => {
      const page = (await browser.pages()).find((each) => each.url().startsWith(`${base}popup.html`));
      if (!page) throw new Error('no popup is open');
      return popupOf(page);
    },
    watchIcons: () => inWorker(workers(), `(${noteIcons})(globalThis)`),
    iconGiven: (tab) => inWorker(workers(), `globalThis.iconsGiven?.[${tab.id}] ?? ''`),
    watchWasm: async () => {
      await inWorker(workers(), `(${countWasm})(globalThis)`);
    },
    wasmStarts: () => inWorker(workers(), 'globalThis.wasmStarts ?? null'),
    siteAccess: (granted) => siteAccess(settings, id, desk, granted),
    switchedOff: async (meanwhile) => {
      await setEnabled(settings, id, false);
      await meanwhile();
      await setEnabled(settings, id, true);
      await deskAgain();
    },
    removed: async (meanwhile) => {
      await browser.uninstallExtension(id);
      await meanwhile();
      await browser.installExtension(folder);
      await deskAgain();
    },
    forbidNotifications: () => desk.forbidNotifications(),
    mayNotify: () => desk.mayNotify(),
    watchNotifications: () => inWorker(workers(), `(${noteTelling})(globalThis)`),
    notifications: async () => {
      const titles = await inWorker(workers(), 'globalThis.notificationTitles ?? {}');
      return (await desk.notifications()).map(({ name }) => ({ name, title: titles[name] }));
    },
    // No protocol presses one: the browser's own event is sent off by hand, in a worker that runs.
    pressNotification: async (name) => {
      await desk.wake();
      await until('the worker to run', () => workers().length > 0);
      await inWorker(workers(), `chrome.notifications.onClicked.dispatch(${JSON.stringify(name)})`);
    },
    // Keys and menus are the browser window's, which no protocol reaches: its events are sent off by hand.
    command: async (tab, name) => {
      await desk.wake();
      await until('the worker to run', () => workers().length > 0);
      await inWorker(workers(), `chrome.commands.onCommand.dispatch(${JSON.stringify(name)}, { id: ${tab.id} })`);
    },
    askByMenu: async (tab, linkUrl) => {
      const menuItemId = linkUrl === undefined ? 'page' : 'link';
      await until('the entry of the menu', () => desk.menuHas(menuItemId).then(() => true));
      const info = JSON.stringify({ menuItemId, linkUrl, pageUrl: await tab.address() });
      await desk.wake();
      await until('the worker to run', () => workers().length > 0);
      await inWorker(workers(), `chrome.contextMenus.onClicked.dispatch(${info}, { id: ${tab.id}, incognito: false })`);
    },
    shortcuts: () => desk.shortcuts(),
    iconTitle: (tab) => desk.iconTitle(tab.id),
    leadOutsideTo: async (bases) => {
      await desk.wake();
      await until('the worker to run', () => workers().length > 0);
      const led = ledTo(bases);
      await inWorker(workers(), `{ const real = globalThis.fetch; globalThis.fetch = ${led}; }`);
    },
    leavesAskedFor: () => inWorker(workers(), 'globalThis.leavesAskedFor'),
    offline: netOf(workers, async () => (await browser.pages()).filter((page) => page !== desk.page && page !== settings)),
    alarms: () => desk.alarms(),
    stored: (area) => desk.stored(area),
    store: (area, items) => desk.store(area, items),
    past: () => desk.past(),
    saveTo: async (downloadPath) => {
      const session = await browser.target().createCDPSession();
      await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath });
    },
    colours: async (colours) => {
      scheme = colours;
      await paintAll();
    },
    contrast: async (contrast) => {
      eyes = contrast;
      if (contrast === 'as-it-is') {
        for (const session of held.values()) await session.detach().catch(() => undefined); // Its page may be closed.
        held.clear();
      }
      await paintAll();
    },
    badge: (tab) => desk.badge(tab.id),
    badgeGround: (tab) => desk.badgeGround(tab.id),
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
      (x, y) =>
        page.mouse.click(x, y).catch((error) => {
          if (!page.isClosed()) throw error; // What was pressed opened something, and the popup went.
        }),
    );
  return {
    help: () => inTime(page.evaluate(readSurface), 5_000, 'the popup'),
    audit: () => inTime(audited(page), 10_000, 'the audit'),
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
 * The browser's own page about extensions, which can do what its reader can.
 * @param {import('puppeteer-core').Browser} browser
 */
async function settingsPage(browser) {
  const page = await browser.newPage();
  await page.goto('chrome://extensions/');
  return page;
}

/**
 * Without developer mode the browser forgets the errors that nobody caught.
 * @param {Page} settings
 * @param {string} id
 */
async function keepErrors(settings, id) {
  await settings.evaluate(async (extensionId) => {
    /** @type {any} */
    const { developerPrivate } = chrome;
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    await developerPrivate.updateExtensionConfiguration({ extensionId, errorCollection: true });
  }, id);
}

/**
 * The browser starts the extension anew then.
 * @param {Page} settings
 * @param {string} id
 */
async function allowInPrivate(settings, id) {
  await settings.evaluate((extensionId) => {
    /** @type {any} */
    const { developerPrivate } = chrome;
    return developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
  }, id);
}

/**
 * @param {Page} settings
 * @param {string} id
 * @param {boolean} enabled
 */
function setEnabled(settings, id, enabled) {
  return settings.evaluate((extension, on) => chrome.management.setEnabled(extension, on), id, enabled);
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
