// The toolbar icon: a drawing, a mark and words for each state of the page under it.

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
  // A drawing is an addition: phones show no icon that could change. Of a tab that is gone Chromium complains to nobody in
  // particular when this is asked for as a promise.
  action.setIcon?.({ ...about, path }, () => void chrome.runtime.lastError);
  action.setTitle({ ...about, title }).catch(() => {});
  await Promise.all([action.setBadgeText({ ...about, text: mark }), action.setBadgeBackgroundColor({ ...about, color })]);
}
