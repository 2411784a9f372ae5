// Firefox's own window, reached through BiDi's chrome scope. Only what cannot be done from outside: the reader's click
// in the toolbar's popup and a picture of it, the end of the event page, the system's colours.

/**
 * @typedef {object} ChromeScope
 * @property {() => Promise<void>} endBackground as after half a minute without work
 * @property {(offline: boolean) => Promise<void>} offline the menu's "Work Offline", under which loopback still works
 * @property {() => Promise<boolean>} popupIsOpen whether it is there and has stopped moving
 * @property {(x: number, y: number) => Promise<void>} clickInPopup
 * @property {() => Promise<Buffer>} popupPicture as PNG
 * @property {(leave: { permissions: string[], origins: string[] }) => Promise<void>} grant
 * @property {(name: string) => Promise<void>} pressNotification as the system says that it was pressed
 * @property {(name: string) => Promise<void>} command as its keys do
 * @property {(info: object) => Promise<void>} pressMenu an entry of ours in the menu of the right button
 * @property {(enabled: boolean) => Promise<void>} setEnabled switches the extension off and on
 * @property {(folder: string) => Promise<void>} saveTo where downloads go
 * @property {(colours: 'light' | 'dark') => Promise<void>} colours
 * @property {(contrast: import('./driver.mjs').Contrast) => Promise<void>} contrast
 * @property {(base: string) => Promise<string[]>} complaints errors in files below that address, since the last call
 */

/**
 * Puppeteer keeps its connection to itself, but has no word for what only Firefox knows.
 * @param {import('puppeteer-core').Browser} browser
 */
export function connectionOf(browser) {
  const { connection } = /** @type {{ connection: { send(method: string, params: object): Promise<{ result: any }> } }} */ (
    /** @type {unknown} */ (browser)
  );
  return connection;
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} id the extension's
 * @returns {Promise<ChromeScope>}
 */
export async function chromeScope(browser, id) {
  const connection = connectionOf(browser);
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = result.contexts[0].context;

  /**
   * @param {string} body of an async function; what it returns comes back as JSON
   * @returns {Promise<any>}
   */
  async function run(body) {
    const answer = await connection.send('script.evaluate', {
      expression: `(async () => { ${body} })().then((value) => JSON.stringify(value ?? null))`,
      target: { context },
      awaitPromise: true,
    });
    if (answer.result.type !== 'success') throw new Error(`in Firefox's window: ${answer.result.exceptionDetails?.text}`);
    return JSON.parse(answer.result.result.value);
  }

  const extension = `WebExtensionPolicy.getByID(${JSON.stringify(id)}).extension`;
  const popup = `const popup = document.querySelector('.webextension-popup-browser');
    if (!popup) throw new Error('there is no popup');`;
  return {
    endBackground: () => run(`await ${extension}.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });`),
    offline: (offline) => run(`Services.io.offline = ${offline};`),
    popupIsOpen: () => run(`return document.querySelector('.webextension-popup-browser')?.closest('panel')?.state === 'open';`),
    clickInPopup: (x, y) =>
      run(`${popup}
        const { left, top } = popup.getBoundingClientRect();
        for (const type of ['mousemove', 'mousedown', 'mouseup']) {
          const buttons = type === 'mousedown' ? 1 : 0;
          window.synthesizeMouseEvent(type, left + ${x}, top + ${y}, { identifier: 0, button: 0, buttons, clickCount: 1 }, {});
        }`),
    popupPicture: async () =>
      Buffer.from(
        await run(`${popup}
          // It grows to what is drawn in it.
          for (let seen = -1, left = 20; left > 0 && seen !== popup.clientHeight; left -= 1) {
            seen = popup.clientHeight;
            await new Promise((resolve) => setTimeout(resolve, 250));
          }
          const bitmap = await popup.browsingContext.currentWindowGlobal.drawSnapshot(undefined, 1, 'white');
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          canvas.getContext('2d').drawImage(bitmap, 0, 0);
          const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));`),
        'base64',
      ),
    grant: (leave) =>
      run(`const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
        await ExtensionPermissions.add(${JSON.stringify(id)}, ${JSON.stringify(leave)}, ${extension});`),
    pressNotification: (name) =>
      run(`const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
        const api = await ExtensionParent.apiManager.asyncGetAPI('notifications', ${extension});
        api.notificationsMap.get(${JSON.stringify(name)}).observe(null, 'alertclickcallback');`),
    command: (name) => run(`${extension}.shortcuts.onCommand(${JSON.stringify(name)});`),
    pressMenu: (info) => run(`${extension}.emit('webext-menu-menuitem-click', ${JSON.stringify(info)}, window.gBrowser.selectedTab);`),
    setEnabled: (enabled) =>
      run(`const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        const addon = await AddonManager.getAddonByID(${JSON.stringify(id)});
        await addon.${enabled ? 'enable' : 'disable'}();`),
    saveTo: (folder) =>
      run(`Services.prefs.setIntPref('browser.download.folderList', 2);
        Services.prefs.setStringPref('browser.download.dir', ${JSON.stringify(folder)});`),
    colours: (colours) =>
      // The first is for pages; the popup follows the window's theme, and that the system.
      run(`Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${colours === 'dark' ? 0 : 1});
        Services.prefs.setIntPref('ui.systemUsesDarkTheme', ${colours === 'dark' ? 1 : 0});
        // Where colours are forced, these are what is forced, and tell a page whether it is dark.
        const forced = { background: '#000000', foreground: '#ffffff', anchor: '#ffff00', visited: '#ffff00', active: '#ffff00' };
        const dark = ${colours === 'dark'} && Services.prefs.getIntPref('browser.display.document_color_use') === 2;
        for (const [name, colour] of Object.entries(forced)) {
          const pref = /ground/.test(name) ? 'browser.display.' + name + '_color' : 'browser.' + name + '_color';
          if (dark) Services.prefs.setStringPref(pref, colour);
          else Services.prefs.clearUserPref(pref);
        }`),
    contrast: (contrast) =>
      // A theme for readers who need one, with the pages' own colours (1) or in place of them (2).
      run(`Services.prefs.setIntPref('browser.display.document_color_use', ${{ 'as-it-is': 0, more: 1, forced: 2 }[contrast]});
        Services.prefs.setIntPref('ui.useAccessibilityTheme', ${contrast === 'as-it-is' ? 0 : 1});`),
    complaints: (base) =>
      run(`const errors = Services.console.getMessageArray()
        .filter((message) => message instanceof Ci.nsIScriptError && message.sourceName.startsWith(${JSON.stringify(base)}))
        .filter((message) => !(message.flags & Ci.nsIScriptError.warningFlag))
        // Firefox's own note that a page went away while one of our messages was on its way.
        .filter((message) => !/^Promise (resolved|rejected) (after context unloaded|while context is inactive)/.test(message.errorMessage))
        .map((message) => message.errorMessage + ' (' + message.sourceName + ':' + message.lineNumber + ')');
        Services.console.reset();
        return errors;`),
  };
}
