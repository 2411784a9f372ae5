// What the browsers have beyond their published types, as far as the tests touch it.

declare global {
  /** Firefox's name for the extension API. */
  var browser: FirefoxApi;

  interface FirefoxApi {
    action: { openPopup(): Promise<void> };
    extension: { getViews(filter?: { type: 'popup' | 'tab' }): Window[] };
    permissions: typeof chrome.permissions;
    runtime: typeof chrome.runtime & { getBackgroundPage(): Promise<Window | null> };
    scripting: typeof chrome.scripting;
    storage: typeof chrome.storage;
    tabs: typeof chrome.tabs;
    windows: typeof chrome.windows;
  }

  interface Element {
    /** Firefox, in content scripts: the shadow root, closed ones too. */
    openOrClosedShadowRoot?: ShadowRoot | null;
  }
}

export {};
