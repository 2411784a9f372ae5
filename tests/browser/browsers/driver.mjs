// What a story can do with a browser: one interface, two browsers behind it. Everything that the reader does (clicks,
// the toolbar button, Back) happens as real input; everything else is looked at from outside through the extension's
// own rights, from a page of the extension in which none of its code runs (the desk).
import { mirroredCopy } from '../lib/mirrored.mjs';
import { bareChromium, launchChromium, startChromium } from './chromium.mjs';
import { bareFirefox, launchFirefox, startFirefox } from './firefox.mjs';

/** @typedef {'chromium' | 'firefox'} BrowserName */
/** @typedef {'light' | 'dark'} Colours */
/** @typedef {'as-it-is' | 'more' | 'forced'} Contrast what eyes need: `more` contrast, or a few colours `forced` on all pages */
/** @typedef {import('./surface.mjs').Seen} Seen */

/**
 * @typedef {object} Tab
 * @property {number} id the browser's number for it
 * @property {import('puppeteer-core').Page} page
 * @property {(url: string) => Promise<void>} open goes there, and does not mind when the load fails
 * @property {() => Promise<string>} address what the address bar stands for; empty where the extension may not know
 * @property {() => Promise<string>} text what can be read in the site's own document
 * @property {() => Promise<Seen>} help what the extension shows in this tab
 * @property {(selector: string) => Promise<import('./surface.mjs').Drawn[]>} drawn the elements that fit and can be seen, inside what
 *   we show
 * @property {() => Promise<import('./audit.mjs').Finding[]>} audit what a checker of accessibility finds wrong in that
 * @property {(action: string) => Promise<void>} press a real click on the button of that action
 * @property {(selector: string) => Promise<void>} pressAt a real click on the first element that fits, inside what we show
 * @property {() => Promise<void>} back the browser's own Back
 * @property {() => Promise<void>} forward the browser's own Forward
 * @property {() => Promise<void>} show brings it to the front
 * @property {(file: string) => Promise<void>} picture
 * @property {() => Promise<void>} close
 */

/**
 * A tab that the story did not open: it can be looked at.
 * @typedef {Pick<Tab, 'id' | 'address' | 'text' | 'help' | 'close'>} Glimpse
 */

/**
 * @typedef {object} Popup
 * @property {() => Promise<Seen>} help
 * @property {() => Promise<import('./audit.mjs').Finding[]>} [audit] in Chromium: Firefox lets no script into its popup
 * @property {(action: string) => Promise<void>} press
 * @property {(selector: string) => Promise<void>} pressAt
 * @property {(file: string) => Promise<void>} picture
 * @property {() => Promise<void>} close
 */

/**
 * As the extension writes it for other programs.
 * @typedef {object} PastOutage
 * @property {{ origin: string, since: number, until: number }} id
 * @property {number} status
 */

/**
 * What is told outside of the browser's window.
 * @typedef {object} Notification
 * @property {string} name
 * @property {string | undefined} title none where the background that showed it is gone, in Chromium
 */

/**
 * @typedef {object} Driver
 * @property {BrowserName} name
 * @property {string} version
 * @property {string} base address of the extension's pages, with the slash
 * @property {() => Promise<Tab>} newTab a new tab in front
 * @property {() => Promise<Tab>} newPrivateTab in a private window of its own
 * @property {(address: string) => Promise<Glimpse>} tabAt the tab that shows this address, whoever opened it; fails where none does
 * @property {(tab: Glimpse) => Promise<boolean>} inFront
 * @property {(tab: Tab) => Promise<Popup>} popup presses the toolbar button over that tab
 * @property {() => Promise<Popup>} openPopup the popup that has opened by itself; fails where none is open
 * @property {() => Promise<void>} killBackground ends the worker or event page as the browser would
 * @property {() => Promise<void>} watchWasm counts from now on how often the running background starts WebAssembly
 * @property {() => Promise<number | null>} wasmStarts the count; none where the background is not the one that was watched
 * @property {(granted: boolean) => Promise<void>} siteAccess gives or takes the right to all sites
 * @property {(meanwhile: () => Promise<void>) => Promise<void>} switchedOff does something while the extension is off
 * @property {(meanwhile: () => Promise<void>) => Promise<void>} removed does something while the extension is not installed
 * @property {() => Promise<void>} forbidNotifications takes the right to show them, which is given at the start
 * @property {() => Promise<boolean>} mayNotify
 * @property {() => Promise<void>} watchIcons notes from now on which drawing the running background gives the icon
 * @property {(tab: Tab) => Promise<string>} iconGiven the file of the drawing that tab's icon was given since; empty where none
 * @property {() => Promise<void>} watchNotifications notes from now on what the running background tells and asks for
 * @property {() => Promise<Notification[]>} notifications those that are there
 * @property {(name: string) => Promise<void>} pressNotification
 * @property {(bases: Record<string, string>) => Promise<void>} leadOutsideTo has the running background find services, by their
 *   web origins, at other addresses
 * @property {() => Promise<string[]>} leavesAskedFor what came of each asking for a right: `granted`, `declined`, the browser's
 *   reason why it may not be asked for, or `open` while the reader is asked
 * @property {(tab: Tab, name: string) => Promise<void>} command the keys of that command, pressed over the tab
 * @property {(tab: Tab, link?: string) => Promise<void>} askByMenu "is this down?" in the menu of the right button, on a link or
 *   on the page itself; fails where the menu has no such entry
 * @property {() => Promise<Record<string, string>>} shortcuts the keys of each command, as the browser has given them out
 * @property {(tab: Tab) => Promise<string>} iconTitle
 * @property {(offline: boolean) => Promise<void>} offline what the browser says of the net, to its pages and to a background
 *   that runs; the sites can be reached all the same, so that a question asked in spite of it is seen
 * @property {() => Promise<string[]>} alarms names of the extension's
 * @property {(area: 'session' | 'local' | 'sync') => Promise<Record<string, unknown>>} stored
 * @property {(area: 'session' | 'local' | 'sync', items: Record<string, unknown>) => Promise<void>} store
 * @property {() => Promise<PastOutage[]>} past what is remembered of outages that are over, the oldest first
 * @property {(folder: string) => Promise<void>} saveTo where downloads go, without a question
 * @property {(colours: Colours) => Promise<void>} colours what the system prefers, for all pages from now on
 * @property {(contrast: Contrast) => Promise<void>} contrast what the system asks for, beside the colours
 * @property {(tab: Tab) => Promise<string>} badge the mark upon the icon
 * @property {(tab: Tab) => Promise<string>} badgeGround the colour behind it, as CSS writes it
 * @property {() => Promise<string[]>} complaints errors in the extension that nobody caught, since the last call
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Wishes
 * @property {string} [profile] folder of the browser's own memory; one that is forgotten at the end unless told
 * @property {boolean} [inPrivate] whether the extension may see private windows
 * @property {string} [proxy] host and port of a proxy through which everything goes
 * @property {boolean} [mirrored] whether all words run from right to left
 * @property {number} [words] how large words are, in pixels, where no page says otherwise; 16 unless the reader wishes
 */

/** @type {readonly BrowserName[]} */
export const browserNames = ['chromium', 'firefox'];

/**
 * A browser without a window, to tell stories in.
 * @param {BrowserName} name
 * @param {string} extension folder of the unpacked extension
 * @param {Wishes} [wishes]
 * @returns {Promise<Driver>}
 */
export async function launch(name, extension, wishes = {}) {
  const start = { chromium: launchChromium, firefox: launchFirefox }[name];
  if (!wishes.mirrored) return start(extension, wishes);
  const { folder, forget } = await mirroredCopy(extension);
  const driver = await start(folder, wishes);
  return { ...driver, close: () => driver.close().finally(forget) };
}

/**
 * A browser without the extension, to tell what it does by itself.
 * @param {BrowserName} name
 * @param {Wishes} wishes
 */
export function launchBare(name, wishes) {
  return { chromium: bareChromium, firefox: bareFirefox }[name](false, wishes);
}

/**
 * A browser for a person.
 * @param {BrowserName} name
 * @param {string} extension
 */
export async function openWindow(name, extension) {
  const { browser } = await { chromium: startChromium, firefox: startFirefox }[name](extension, true);
  return browser;
}
