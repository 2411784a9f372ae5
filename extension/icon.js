// The toolbar icon: a drawing, a mark and words for each state of the page under it.

/** Milliseconds after which help has been drawn: reading a drawing before would hold it up, by some 20 ms. */
const AFTER_HELP = 400;

/**
 * For the core. Fails where the tab is gone.
 * @param {number | undefined} tabId the tab it is for; all that have none of their own where it is undefined
 * @param {string} drawing its name in extension/icons
 * @param {string} mark a letter upon it
 * @param {string} color of the mark's ground
 * @param {string} title
 */
export async function showState(tabId, drawing, mark, color, title) {
  const about = tabId === undefined ? {} : { tabId };
  const path = { 16: `/icons/${drawing}-16.png`, 32: `/icons/${drawing}-32.png` };
  const { action } = chrome;
  setTimeout(() => {
    // Phones show no icon that could change. As a promise this would have Chromium complain of tabs that are gone.
    action.setIcon?.({ ...about, path }, () => void chrome.runtime.lastError);
  }, AFTER_HELP);
  action.setTitle({ ...about, title }).catch(() => {});
  await Promise.all([action.setBadgeText({ ...about, text: mark }), action.setBadgeBackgroundColor({ ...about, color })]);
}
