// What we change of a page that failed so that something of ours can be seen in it, and put back: how its root is shown, and how
// wide a phone takes it to be. And what is kept from its scripts.

export const XHTML = 'http://www.w3.org/1999/xhtml';

/** What a root has to say so that something in it can be seen. */
const SEEN = Object.entries({ display: 'block', 'content-visibility': 'visible' });

/**
 * What a root said before we had it seen.
 * @type {{ style: CSSStyleDeclaration, name: string, ours: string, value: string, priority: string }[]}
 */
let saidBefore = [];
/** @type {CSSStyleSheet | undefined} What is said for a root that cannot say it. */
let seen;
/** How often a page may hide its root before we leave it at that. */
let hidings = 3;

/** Undoes that a page hides its root, and so all that is in it, as some do until a script has run. */
export function showRoot() {
  if (hidings-- < 1) return;
  const { style } = /** @type {HTMLElement} */ (document.documentElement);
  for (const [name, ours] of style ? SEEN : []) {
    const [value, priority] = [style.getPropertyValue(name), style.getPropertyPriority(name)];
    if (value === ours && priority) continue;
    saidBefore.unshift({ style, name, ours, value, priority });
    style.setProperty(name, ours, 'important');
  }
  if (style || seen) return;
  seen = new CSSStyleSheet();
  seen.replaceSync(`:root { ${SEEN.map(([name, ours]) => `${name}: ${ours} !important`).join('; ')} }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, seen];
}

/** What the page has said of its root since is its last word. */
export function hideAgain() {
  if (seen) document.adoptedStyleSheets = [...document.adoptedStyleSheets].filter((sheet) => sheet !== seen);
  seen = undefined;
  for (const { style, name, ours, value, priority } of saidBefore) {
    if (style.getPropertyValue(name) === ours && style.getPropertyPriority(name)) style.setProperty(name, value, priority);
  }
  saidBefore = [];
}

/** @type {HTMLMetaElement | undefined} What we have said for the page about its width. */
let viewport;

/**
 * Phones draw a page that says nothing of its width as if they were a desk's screen, and what covers it as small.
 * @param {boolean} wanted
 */
export function fitPhone(wanted) {
  if (!wanted) {
    if (viewport) viewport.content = ''; // Chrome goes by what it said last, even when it is gone.
    return viewport?.remove();
  }
  if (document.querySelector('meta[name=viewport i]')) return;
  viewport = /** @type {HTMLMetaElement} */ (document.createElementNS(XHTML, 'meta'));
  viewport.name = 'viewport';
  viewport.content = 'width=device-width, initial-scale=1';
  (document.head ?? document.documentElement).append(viewport);
}

/** @typedef {typeof globalThis & { exportFunction: (func: Function, into: object, as: { defineAs: string }) => void }} FirefoxScope */

/** Firefox's `window.find` hands a page what it finds, also where that is none of the page's business. */
export function hideFromFind() {
  const page = /** @type {{ wrappedJSObject?: object }} */ (window).wrappedJSObject;
  try {
    if (page) /** @type {FirefoxScope} */ (globalThis).exportFunction(() => false, page, { defineAs: 'find' });
  } catch {
    // The page has one of its own, which it lets nobody change. That finds nothing of ours.
  }
}
