// Reading what the extension shows. These functions are carried into the browser as text and run there, so each one
// stands alone: nothing from outside its own braces.

/**
 * @typedef {object} Button
 * @property {string} action
 * @property {string} label
 * @property {boolean} visible
 */

/**
 * @typedef {object} Seen
 * @property {'nothing' | 'inside' | 'page'} where nothing of ours; in a closed shadow root inside the site's document; a
 *   page of the extension
 * @property {number} hosts how many elements of ours the document has
 * @property {string} text visible words, in order
 * @property {Button[]} buttons
 * @property {string[]} links addresses
 * @property {number} share how much of the window it covers, 0 to 1
 * @property {boolean} modal whether it lies in the top layer and blocks the document below
 * @property {boolean} wide whether it is wider than the window, so that one has to scroll sideways
 * @property {'nothing' | 'rest' | 'now'} below what lies under the edge of the window, so that one has to scroll down to it: some
 *   of the box of what goes on now, or only of the rest
 * @property {string} kind `help`, `card`, `pill`, `popup`, or nothing where it is none of these
 * @property {string} focus what has the focus in what we show: the action of a button, or the name of an element
 * @property {string} state what goes on: `wait`, `probe`, `back`, `stop`, or nothing where no site is waited for
 */

/**
 * @param {Document} [inside] the document to look at; the current one unless told
 * @returns {Seen}
 */
export function readSurface(inside) {
  const page = inside ?? document;
  const view = page.defaultView ?? window;
  const hosts = page.querySelectorAll('div[data-back-soon]');
  const host = hosts[0];
  const own = /^(chrome|moz)-extension:$/.test(page.location.protocol);
  /** @type {ParentNode | null | undefined} */
  const root = host
    ? (globalThis.chrome?.dom?.openOrClosedShadowRoot(/** @type {HTMLElement} */ (host)) ?? host.openOrClosedShadowRoot)
    : own
      ? page.body
      : null;
  if (!root) return { where: 'nothing', hosts: hosts.length, text: '', buttons: [], links: [], share: 0, modal: false, wide: false, below: 'nothing', kind: '', focus: '', state: '' };

  const elements = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('*')]);
  /** @param {Element} element */
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const width = Math.min(right, view.innerWidth) - Math.max(left, 0);
    const height = Math.min(bottom, view.innerHeight) - Math.max(top, 0);
    return width > 0 && height > 0 ? width * height : 0;
  };
  /** @param {Element | null} element */
  const focusOf = (element) => element?.getAttribute('data-press') ?? element?.localName ?? '';
  const scroller = host ? root.querySelector('dialog') : page.scrollingElement;
  return {
    where: host ? 'inside' : 'page',
    hosts: hosts.length,
    text: /** @type {HTMLElement[]} */ ([...root.children])
      .filter((child) => !/^(script|style|link)$/.test(child.localName))
      .map((child) => child.innerText ?? '')
      .join('\n')
      .replace(/\n{2,}/g, '\n')
      .trim(),
    buttons: elements
      .filter((element) => element.hasAttribute('data-press'))
      .map((element) => ({
        action: element.getAttribute('data-press') ?? '',
        label: element.innerText?.trim() ?? '',
        visible: element.checkVisibility(),
      })),
    links: elements.filter((element) => element.localName === 'a').map((element) => element.getAttribute('href') ?? ''),
    share: Math.max(0, ...elements.map(box)) / (view.innerWidth * view.innerHeight),
    modal: elements.some((element) => element.matches('dialog:modal')),
    wide: scroller !== null && scroller.scrollWidth > scroller.clientWidth + 1,
    below:
      scroller === null || scroller.scrollHeight <= scroller.clientHeight + 1
        ? 'nothing'
        : elements.some((element) => element.matches('.now, .now *') && element.getBoundingClientRect().bottom > view.innerHeight)
          ? 'now'
          : 'rest',
    kind: ['help', 'card', 'pill', 'popup'].find((kind) => elements.some((element) => element.matches(`.${kind}`))) ?? '',
    focus: focusOf(/** @type {Document | ShadowRoot} */ (host ? root : page).activeElement),
    state: elements.find((element) => element.matches('.now[data-state], .pill [data-state]'))?.getAttribute('data-state') ?? '',
  };
}

/**
 * What we show in a site's document, as HTML and the style that goes with it.
 * @returns {{ html: string, css: string }}
 */
export function copySurface() {
  const host = /** @type {HTMLElement} */ (document.querySelector('div[data-back-soon]'));
  /** @type {ShadowRoot} */
  const root = globalThis.chrome?.dom?.openOrClosedShadowRoot(host) ?? /** @type {any} */ (host).openOrClosedShadowRoot;
  const sheets = root.adoptedStyleSheets.map(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText).join('\n'));
  return { html: root.innerHTML, css: sheets.join('\n') };
}

/**
 * Scrolls an element of ours into sight, where it is not, and says where a finger would touch it.
 * @param {string} selector
 * @param {Document} [inside]
 * @returns {{ x: number, y: number } | string} or why it cannot be touched
 */
export function findTarget(selector, inside) {
  const page = inside ?? document;
  const host = page.querySelector('div[data-back-soon]');
  /** @type {ParentNode | null | undefined} */
  const root = host
    ? (globalThis.chrome?.dom?.openOrClosedShadowRoot(/** @type {HTMLElement} */ (host)) ?? host.openOrClosedShadowRoot)
    : page.body;
  const elements = [...(root?.querySelectorAll(selector) ?? [])];
  if (elements.length === 0) return `there is no ${selector}`;
  const element = elements.find((each) => each.checkVisibility());
  if (!element) return `${selector} is there but cannot be seen`;
  const { top: begins, bottom: ends } = element.getBoundingClientRect();
  const view = page.defaultView ?? window;
  // What is in sight is pressed where it is: pictures that follow are to show what a reader would see.
  if (begins < 0 || ends > view.innerHeight) element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = element.getBoundingClientRect();
  if (width === 0 || height === 0) return `${selector} has no size`;
  return { x: left + width / 2, y: top + height / 2 };
}

/**
 * An element as it is drawn.
 * @typedef {object} Drawn
 * @property {string} words what it says
 * @property {number} left of all that is in it, however far that sticks out; the other three too
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 * @property {string} style what a sheet says of colours and sizes, as the browser has understood it
 */

/**
 * The elements of ours that fit and can be seen.
 * @param {string} selector
 * @param {Document} [inside]
 * @returns {Drawn[]}
 */
export function readDrawn(selector, inside) {
  const page = inside ?? document;
  const host = page.querySelector('div[data-back-soon]');
  /** @type {ParentNode | null | undefined} */
  const root = host
    ? (globalThis.chrome?.dom?.openOrClosedShadowRoot(/** @type {HTMLElement} */ (host)) ?? host.openOrClosedShadowRoot)
    : page.body;
  return [.../** @type {NodeListOf<HTMLElement>} */ (root?.querySelectorAll(selector) ?? [])]
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const inner = page.createRange();
      inner.selectNodeContents(element);
      const boxes = [element.getBoundingClientRect(), ...inner.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      const style = getComputedStyle(element);
      const told = ['color', 'background-color', 'font-size', 'padding', 'border', 'border-radius', 'min-block-size', 'gap'];
      return {
        words: element.innerText.trim(),
        left: Math.min(...boxes.map(({ left }) => left)),
        top: Math.min(...boxes.map(({ top }) => top)),
        right: Math.max(...boxes.map(({ right }) => right)),
        bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
        style: told.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; '),
      };
    });
}

/**
 * Notes the titles of notifications, and what comes of asking for rights, in globals of the background's own.
 * @param {any} background its global object
 */
export function noteTelling(background) {
  const { permissions, notifications } = background.chrome;
  const leaves = (background.leavesAskedFor = /** @type {string[]} */ ([]));
  const titles = (background.notificationTitles = /** @type {Record<string, string>} */ ({}));
  const { request } = permissions;
  permissions.request = (/** @type {unknown} */ wish) => {
    const place = leaves.push('open') - 1;
    const asked = request.call(permissions, wish);
    asked.then(
      (/** @type {boolean} */ granted) => (leaves[place] = granted ? 'granted' : 'declined'),
      (/** @type {Error} */ error) => (leaves[place] = error.message),
    );
    return asked;
  };
  if (!notifications) return;
  const { create } = notifications;
  notifications.create = (/** @type {string} */ name, /** @type {{ title: string }} */ options) => {
    titles[name] = options.title;
    return create.call(notifications, name, options);
  };
}

/**
 * Notes which drawing the background gives the icon of each tab, once the browser has taken it: it tells nobody afterwards.
 * @param {any} background its global object
 */
export function noteIcons(background) {
  const { action, runtime } = background.chrome;
  const icons = (background.iconsGiven = /** @type {Record<string, string>} */ ({}));
  const { setIcon } = action;
  action.setIcon = (/** @type {{ tabId?: number, path: Record<string, string> }} */ details, /** @type {() => void} */ done) =>
    setIcon.call(action, details, () => {
      if (!runtime.lastError) icons[String(details.tabId)] = details.path['32'] ?? '';
      done();
    });
}

/**
 * Counts how often the background starts WebAssembly, in a global of its own.
 * @param {any} background its global object
 */
export function countWasm(background) {
  background.wasmStarts = 0;
  for (const name of ['instantiate', 'instantiateStreaming', 'compile', 'compileStreaming']) {
    const start = background.WebAssembly[name];
    background.WebAssembly[name] = (/** @type {unknown[]} */ ...args) => {
      background.wasmStarts += 1;
      return start(...args);
    };
  }
}

/**
 * A `fetch` in place of the background's `real` one, as text: it asks some services at other addresses.
 * @param {Record<string, string>} bases other addresses by web origin
 */
export function ledTo(bases) {
  const led = `Object.entries(${JSON.stringify(bases)}).reduce((url, [from, to]) => url.replace(from, to), url)`;
  return `(url, wishes) => real(typeof url === 'string' ? ${led} : url, wishes)`;
}
