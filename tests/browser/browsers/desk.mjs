// The desk: a page of the extension in which none of the extension's code runs (its manifest, shown as text), yet with
// the extension's rights. From there we look into tabs, storage and the background without waking anything.
import { inTime, until } from '../lib/until.mjs';
import { audited, auditedCopy } from './audit.mjs';
import { copySurface, findTarget, readDrawn, readSurface } from './surface.mjs';

/** @typedef {import('./surface.mjs').Seen} Seen */
/** @typedef {import('puppeteer-core').Page} Page */

/** Every site, as the manifest asks for it. */
export const allSites = ['http://*/*', 'https://*/*'];

const api = '(globalThis.browser ?? globalThis.chrome)';

export class Desk {
  #page;
  #base;

  /**
   * @param {Page} page stands at `manifest.json` of the extension
   * @param {string} base
   */
  constructor(page, base) {
    this.#page = page;
    this.#base = base;
  }

  get page() {
    return this.#page;
  }

  /**
   * Pages of an extension go when it is switched off; this is the one after that.
   * @param {Page} page stands at `manifest.json` as well
   */
  moveTo(page) {
    this.#page = page;
  }

  /**
   * Runs a function here. It is carried over as text.
   * @template {unknown[]} A
   * @template R
   * @param {(...args: A) => R} task
   * @param {A} args
   * @returns {Promise<Awaited<R>>}
   */
  ask(task, ...args) {
    return this.#say(`(${task})(...${JSON.stringify(args)})`);
  }

  /**
   * @param {string} expression
   * @returns {Promise<any>}
   */
  #say(expression) {
    return inTime(this.#page.evaluate(expression), 10_000, 'the desk');
  }

  /** @returns {Promise<number[]>} */
  tabs() {
    return this.#say(`${api}.tabs.query({}).then((tabs) => tabs.map(({ id }) => id))`);
  }

  /**
   * The tab that shows this address.
   * @param {string} address
   * @returns {Promise<number>}
   */
  async tabAt(address) {
    /** @type {{ id: number, url?: string }[]} */
    const tabs = await this.#say(`${api}.tabs.query({}).then((tabs) => tabs.map(({ id, url }) => ({ id, url })))`);
    const tab = tabs.find(({ url }) => url === address);
    if (!tab) throw new Error(`no tab shows ${address}, only ${tabs.map(({ url }) => url).join(', ')}`);
    return tab.id;
  }

  /**
   * @param {number} tab
   * @returns {Promise<boolean>}
   */
  inFront(tab) {
    return this.#say(`${api}.tabs.get(${tab}).then(({ active }) => active)`);
  }

  /**
   * What is told of outside of the browser. Firefox says with which title, Chromium only that it is there.
   * @returns {Promise<{ name: string, title: string | undefined }[]>}
   */
  notifications() {
    return this.#say(`${api}.notifications?.getAll().then((all) =>
      Object.entries(all).map(([name, { title }]) => ({ name, title }))) ?? []`);
  }

  /** @returns {Promise<import('./driver.mjs').PastOutage[]>} */
  past() {
    return this.#say(`${api}.runtime.sendMessage({ surface: 'history', kind: 'export' }).then(JSON.parse)`);
  }

  /** Has the background run, by a question that changes nothing. */
  async wake() {
    await this.#say(`${api}.runtime.sendMessage({ surface: 'history', kind: 'hello' })`);
  }

  /**
   * The keys of each command, as the browser has given them out.
   * @returns {Promise<Record<string, string>>}
   */
  shortcuts() {
    return this.#say(`${api}.commands.getAll().then((all) => Object.fromEntries(all.map(({ name, shortcut }) => [name, shortcut])))`);
  }

  /**
   * Fails where the menu of the right button lacks the entry.
   * @param {string} entry
   */
  async menuHas(entry) {
    await this.#say(`${api}.contextMenus.update(${JSON.stringify(entry)}, {})`);
  }

  /** @returns {Promise<string>} what stands at the icon when the mouse rests on it
   * @param {number} tab
   */
  iconTitle(tab) {
    return this.#say(`${api}.action.getTitle({ tabId: ${tab} })`);
  }

  /** @returns {Promise<boolean>} */
  mayNotify() {
    return this.#say(`${api}.permissions.contains({ permissions: ['notifications'] })`);
  }

  async forbidNotifications() {
    await this.#say(`${api}.permissions.remove({ permissions: ['notifications'] })`);
  }

  /**
   * @param {number} tab
   * @returns {Promise<string>}
   */
  address(tab) {
    return this.#say(`${api}.tabs.get(${tab}).then(({ url }) => url ?? '')`);
  }

  /**
   * What can be read in the site's own document.
   * @param {number} tab
   * @returns {Promise<string>}
   */
  text(tab) {
    return this.#say(`${api}.scripting
      .executeScript({ target: { tabId: ${tab} }, func: () => document.body?.innerText ?? '' }).then(([first]) => first.result)`);
  }

  /** Opens a private window. */
  async openPrivate() {
    await this.#say(`${api}.windows.create({ incognito: true, url: 'about:blank' }).then(() => undefined)`);
  }

  /** @param {number} tab */
  close(tab) {
    return this.#say(`${api}.tabs.remove(${tab})`);
  }

  /** @param {number} tab */
  back(tab) {
    return this.#say(`${api}.tabs.goBack(${tab})`);
  }

  /** @param {number} tab */
  forward(tab) {
    return this.#say(`${api}.tabs.goForward(${tab})`);
  }

  /**
   * @param {number} tab
   * @returns {Promise<string>}
   */
  badge(tab) {
    return this.#say(`${api}.action.getBadgeText({ tabId: ${tab} })`);
  }

  /**
   * @param {number} tab
   * @returns {Promise<string>} the colour behind the mark, as CSS writes it
   */
  badgeGround(tab) {
    return this.#say(`${api}.action.getBadgeBackgroundColor({ tabId: ${tab} }).then(([red, green, blue, alpha]) =>
      \`rgb(\${red} \${green} \${blue} / \${alpha / 255})\`)`);
  }

  /** @returns {Promise<string[]>} */
  alarms() {
    return this.#say(`${api}.alarms.getAll().then((alarms) => alarms.map(({ name }) => name))`);
  }

  /** @param {'session' | 'local' | 'sync'} area */
  stored(area) {
    return this.#say(`${api}.storage.${area}.get(null)`);
  }

  /**
   * @param {'session' | 'local' | 'sync'} area
   * @param {Record<string, unknown>} items
   */
  store(area, items) {
    return this.#say(`${api}.storage.${area}.set(${JSON.stringify(items)})`);
  }

  /** @returns {Promise<boolean>} */
  mayAccessSites() {
    return this.#say(`${api}.permissions.contains({ origins: ${JSON.stringify(allSites)} })`);
  }

  /**
   * What the extension shows in a tab: read from the content script's side, where closed roots open, or in our own page.
   * @param {number} tab
   * @param {Page} [page] where it may be ours
   * @returns {Promise<Seen>}
   */
  help(tab, page) {
    return this.#inTab(tab, page, `(${readSurface})()`, readSurface, []);
  }

  /**
   * @param {number} tab
   * @param {Page} page
   * @param {string} selector
   * @returns {Promise<{ x: number, y: number }>}
   */
  async target(tab, page, selector) {
    return touchable(await this.#inTab(tab, page, `(${findTarget})(${JSON.stringify(selector)})`, findTarget, [selector]));
  }

  /**
   * @param {number} tab
   * @param {Page} page
   * @param {string} selector
   * @returns {Promise<import('./surface.mjs').Drawn[]>}
   */
  drawn(tab, page, selector) {
    return this.#inTab(tab, page, `(${readDrawn})(${JSON.stringify(selector)})`, readDrawn, [selector]);
  }

  /**
   * What a checker of accessibility finds in what the extension shows in a tab.
   * @param {number} tab
   * @param {Page} page
   * @returns {Promise<import('./audit.mjs').Finding[]>}
   */
  async audit(tab, page) {
    if ((await this.address(tab)).startsWith(this.#base)) return audited(page);
    const { html, css } = await this.#inTab(tab, undefined, '', copySurface, []);
    return auditedCopy(page, html, css);
  }

  /**
   * @param {number} tab
   * @param {Page | undefined} page
   * @param {string} own what to evaluate in a page of the extension
   * @param {Function} injected what to run in a site's document
   * @param {unknown[]} args
   */
  async #inTab(tab, page, own, injected, args) {
    if (page && (await this.address(tab)).startsWith(this.#base)) return inTime(page.evaluate(own), 5_000, 'the page');
    return this.#say(`${api}.scripting
      .executeScript({ target: { tabId: ${tab} }, func: ${injected}, args: ${JSON.stringify(args)} })
      .then(([first]) => { if (first.error) throw first.error; return first.result; })`);
  }
}

/**
 * @template T
 * @param {T | string} found
 * @returns {T}
 */
export function touchable(found) {
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/**
 * A real click. The button may still be on its way, or moving, so we look until it is there and stays where it is.
 * @param {string} selector
 * @param {() => Promise<{ x: number, y: number }>} find
 * @param {(x: number, y: number) => Promise<void>} click
 */
export async function pressed(selector, find, click) {
  let before = { x: NaN, y: NaN };
  const { x, y } = await until(
    `something to press: ${selector}`,
    async () => {
      const [last, now] = [before, await find()];
      before = now;
      // To and fro by a pixel is Firefox's rounding of where the middle of the window is.
      if (!(Math.hypot(last.x - now.x, last.y - now.y) <= 1)) throw new Error(`${selector} moves`);
      return now;
    },
    { within: 5_000, every: 50 },
  );
  await click(x, y);
}

/** @param {string} action */
export function buttonOf(action) {
  return `[data-press="${action}"]`;
}
