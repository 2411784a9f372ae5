// What we may ask the browser's leave for, beyond what it gave when we were installed.

export const FIREFOX = 'getBrowserInfo' in chrome.runtime;

/** @type {Record<'sites' | 'notifications' | 'outside', chrome.permissions.Permissions>} */
export const LEAVES = {
  sites: { origins: ['http://*/*', 'https://*/*'] },
  notifications: { permissions: ['notifications'] },
  // Firefox calls the name of a site a part of what somebody browses.
  outside: /** @type {chrome.permissions.Permissions} */ ({
    origins: ['https://api.globalping.io/*', 'https://dns.google/*', 'https://cloudflare-dns.com/*'],
    ...(FIREFOX ? { data_collection: ['browsingActivity'] } : {}),
  }),
};
