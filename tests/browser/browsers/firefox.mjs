// Debian's Firefox ESR, driven over WebDriver BiDi. What BiDi cannot do (the toolbar's popup, ending the event page) is
// done in the browser's own window, BiDi's chrome scope.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { program } from '../lib/children.mjs';
import { inTime, until } from '../lib/until.mjs';
import { closed, orClosed } from './closing.mjs';
import { allSites, buttonOf, Desk, pressed, touchable } from './desk.mjs';
import { chromeScope, connectionOf } from './firefox-window.mjs';
import { countWasm, findTarget, ledTo, noteIcons, noteTelling, readSurface } from './surface.mjs';
import { privatePage, tabAt, tabOf } from './tab.mjs';

/** Fixed, so that the addresses of our pages are known beforehand. */
const uuid = '3f1c0a52-8d0e-4a39-9a0c-2b6a4f1d7e11';
const base = `moz-extension://${uuid}/`;

/** @param {string} id the extension's */
const preferences = (id) => ({
  'extensions.webextensions.uuids': JSON.stringify({ [id]: uuid }),
  // Every name leads to us, so nothing leads anywhere else.
  'network.dns.forceResolve': '127.0.0.1',
  // Automation changes these two, and hides how empty and JSON answers really look.
  'browser.http.blank_page_with_error_response.enabled': false,
  'devtools.jsonview.enabled': true,
  // Grants without the question, which nobody could answer here.
  'extensions.webextOptionalPermissionPrompts': false,
  // An add-on that is not signed goes when the browser ends. What it remembers is to be there for the next one.
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
  // Notifications in windows of its own: there may be no desktop here to show them.
  'alerts.useSystemBackend': false,
  'layout.css.prefers-color-scheme.content-override': 1,
  'app.update.auto': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'datareporting.healthreport.uploadEnabled': false,
  'browser.shell.checkDefaultBrowser': false,
});

/**
 * Everything goes through the proxy, and past it nothing: not loopback, nor what the proxy refuses.
 * @param {string} proxy
 */
function throughProxy(proxy) {
  const { hostname, port } = new URL(`http://${proxy}`);
  return {
    'network.proxy.type': 1,
    'network.proxy.http': hostname,
    'network.proxy.http_port': Number(port),
    'network.proxy.ssl': hostname,
    'network.proxy.ssl_port': Number(port),
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': true,
    'network.proxy.failover_direct': false,
  };
}

/**
 * Of pages in a language written with Latin letters, and of those that do not say which they are in.
 * @param {number} size
 */
const wordsOf = (size) => ({ 'font.size.variable.x-western': size, 'font.size.variable.x-unicode': size });

/**
 * A browser as it comes.
 * @param {boolean} windowed
 * @param {import('./driver.mjs').Wishes} wishes
 * @param {string} [id] of the extension that is going to be installed
 */
export async function bareFirefox(windowed, { profile, proxy, words }, id = 'none') {
  if (profile !== undefined) await mkdir(profile, { recursive: true });
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: program('firefox-esr', 'firefox-esr'),
    headless: !windowed,
    ...(profile === undefined ? {} : { userDataDir: profile }),
    defaultViewport: windowed ? null : { width: 1280, height: 800 },
    args: ['--remote-allow-system-access'], // for the extension's pages and the browser's window
    env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' }, // Else the preference about their server does not count.
    extraPrefsFirefox: {
      ...preferences(id),
      ...(proxy === undefined ? {} : throughProxy(proxy)),
      ...(words === undefined ? {} : wordsOf(words)),
    },
  });
}

/**
 * A browser with the extension in it.
 * @param {string} extension
 * @param {boolean} windowed
 * @param {import('./driver.mjs').Wishes} [wishes]
 */
export async function startFirefox(extension, windowed, wishes = {}) {
  const manifest = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8'));
  const id = manifest.browser_specific_settings.gecko.id;
  const firefox = await bareFirefox(windowed, wishes, id);
  return orClosed(firefox, async () => {
    await install(firefox, extension, wishes.inPrivate ?? false);
    return { browser: firefox, id };
  });
}

/**
 * Puppeteer's own word for it knows nothing of private windows.
 * @param {import('puppeteer-core').Browser} firefox
 * @param {string} path
 * @param {boolean} inPrivate
 */
async function install(firefox, path, inPrivate) {
  await connectionOf(firefox).send('webExtension.install', {
    extensionData: { type: 'path', path },
    'moz:allowPrivateBrowsing': inPrivate,
  });
}

/**
 * @param {string} extension
 * @param {import('./driver.mjs').Wishes} wishes
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
export async function launchFirefox(extension, wishes) {
  const { browser: firefox, id } = await startFirefox(extension, false, wishes);
  return orClosed(firefox, () => driverOf(firefox, id, extension));
}

/**
 * @param {import('puppeteer-core').Browser} firefox
 * @param {string} id
 * @param {string} folder the extension's
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
async function driverOf(firefox, id, folder) {
  const [first] = await firefox.pages();
  const deskPage = first ?? (await firefox.newPage());
  await deskAt(deskPage);
  const desk = new Desk(deskPage, base);
  const scope = await chromeScope(firefox, id);
  await scope.grant({ permissions: ['notifications'], origins: [] });

  /** @param {() => Promise<import('puppeteer-core').Page>} open */
  const newTab = async (open) => {
    const before = await desk.tabs();
    const page = await open();
    const tab = (await desk.tabs()).find((each) => !before.includes(each));
    if (tab === undefined) throw new Error('a new page without a new tab');
    await page.bringToFront();
    return tabOf(tab, page, desk);
  };
  // Its page goes with the extension.
  const deskAgain = async () => {
    const page = await firefox.newPage();
    await deskAt(page);
    desk.moveTo(page);
  };

  return {
    name: 'firefox',
    version: await firefox.version(),
    base,
    newTab: () => newTab(() => firefox.newPage()),
    newPrivateTab: () => newTab(() => privatePage(firefox, desk)),
    tabAt: (address) => tabAt(desk, address),
    inFront: (tab) => desk.inFront(tab.id),
    popup: async (tab) => {
      await tab.page.bringToFront();
      await closePopup(desk); // One that a story left behind.
      await desk.ask(() => browser.action.openPopup());
      await until('the popup to open', () => scope.popupIsOpen());
      return popupOf(desk, scope);
    },
    killBackground: () => scope.endBackground(),
    openPopup: async () => {
      if (!(await scope.popupIsOpen())) throw new Error('no popup is open');
      return popupOf(desk, scope);
    },
    watchWasm: () => deskSays(desk, `browser.runtime.getBackgroundPage().then(${countWasm})`),
    wasmStarts: () => deskSays(desk, 'browser.runtime.getBackgroundPage().then((background) => background.wasmStarts ?? null)'),
    siteAccess: async (granted) => {
      if (granted) await scope.grant({ permissions: [], origins: allSites });
      else await desk.ask((origins) => browser.permissions.remove({ origins }), allSites);
      await until('the change of rights', async () => (await desk.mayAccessSites()) === granted);
    },
    switchedOff: async (meanwhile) => {
      await scope.setEnabled(false);
      await meanwhile();
      await scope.setEnabled(true);
      await deskAgain();
    },
    removed: async (meanwhile) => {
      await firefox.uninstallExtension(id);
      await meanwhile();
      await firefox.installExtension(folder);
      await deskAgain();
    },
    forbidNotifications: () => desk.forbidNotifications(),
    mayNotify: () => desk.mayNotify(),
    watchIcons: () => deskSays(desk, `browser.runtime.getBackgroundPage().then(${noteIcons})`),
    iconGiven: (tab) => deskSays(desk, `browser.runtime.getBackgroundPage().then((background) => background.iconsGiven?.[${tab.id}] ?? '')`),
    watchNotifications: () => deskSays(desk, `browser.runtime.getBackgroundPage().then(${noteTelling})`),
    notifications: () => desk.notifications(),
    pressNotification: (name) => scope.pressNotification(name),
    command: async (tab, name) => {
      await tab.show();
      await scope.command(name);
    },
    askByMenu: async (tab, linkUrl) => {
      const menuItemId = linkUrl === undefined ? 'page' : 'link';
      await until('the entry of the menu', () => desk.menuHas(menuItemId).then(() => true));
      await tab.show();
      await scope.pressMenu({ menuItemId, linkUrl, pageUrl: await tab.address() });
    },
    shortcuts: () => desk.shortcuts(),
    iconTitle: (tab) => desk.iconTitle(tab.id),
    leadOutsideTo: async (bases) => {
      const led = ledTo(bases);
      await deskSays(desk, `browser.runtime.getBackgroundPage().then((page) => { const real = page.fetch.bind(page); page.fetch = ${led}; })`);
    },
    leavesAskedFor: () => deskSays(desk, 'browser.runtime.getBackgroundPage().then((background) => background.leavesAskedFor)'),
    offline: (offline) => scope.offline(offline),
    alarms: () => desk.alarms(),
    stored: (area) => desk.stored(area),
    store: (area, items) => desk.store(area, items),
    past: () => desk.past(),
    saveTo: (folder) => scope.saveTo(folder),
    colours: (colours) => scope.colours(colours),
    contrast: (contrast) => scope.contrast(contrast),
    badge: (tab) => desk.badge(tab.id),
    badgeGround: (tab) => desk.badgeGround(tab.id),
    complaints: () => scope.complaints(base),
    close: () => closed(firefox),
  };
}

/**
 * Goes to the desk. It loads, but the automation never hears of the load.
 * @param {import('puppeteer-core').Page} page
 */
async function deskAt(page) {
  await until('the extension to be installed', () => {
    page.goto(`${base}manifest.json`, { timeout: 3_000 }).catch(() => undefined);
    return until('the desk', () => page.evaluate(`location.href === '${base}manifest.json' && typeof browser === 'object'`), { within: 4_000 });
  });
}

/**
 * The popup's window belongs to the extension, so the desk can reach into it.
 * @param {Desk} desk
 * @param {import('./firefox-window.mjs').ChromeScope} scope
 * @returns {import('./driver.mjs').Popup}
 */
function popupOf(desk, scope) {
  /**
   * @param {Function} reader
   * @param {string} args
   */
  const inPopup = (reader, args) => `(() => {
    const [popup] = browser.extension.getViews({ type: 'popup' });
    if (!popup) throw new Error('the popup is closed');
    return (${reader})(${args}popup.document);
  })()`;
  /** @param {string} selector */
  const pressAt = (selector) =>
    pressed(
      selector,
      async () => touchable(await deskSays(desk, inPopup(findTarget, `${JSON.stringify(selector)}, `))),
      (x, y) => scope.clickInPopup(x, y),
    );
  return {
    help: () => deskSays(desk, inPopup(readSurface, '')),
    press: (action) => pressAt(buttonOf(action)),
    pressAt,
    picture: async (file) => writeFile(file, await scope.popupPicture()),
    close: () => closePopup(desk),
  };
}

/** @param {Desk} desk */
async function closePopup(desk) {
  await desk.ask(() => browser.extension.getViews({ type: 'popup' }).forEach((popup) => popup.close()));
  await until('the popup to close', () => desk.ask(() => browser.extension.getViews({ type: 'popup' }).length === 0));
}

/**
 * @param {Desk} desk
 * @param {string} expression
 * @returns {Promise<any>}
 */
function deskSays(desk, expression) {
  return inTime(desk.page.evaluate(expression), 5_000, 'the popup');
}
