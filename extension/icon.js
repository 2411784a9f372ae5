// The toolbar icon: a drawing for each state of the page under it.

/**
 * For the core.
 * @param {number | undefined} tabId the tab it is for; all that have none of their own where it is undefined
 * @param {string} drawing its name in extension/icons
 */
export async function showIcon(tabId, drawing) {
  const path = { 16: `/icons/${drawing}-16.png`, 32: `/icons/${drawing}-32.png` };
  await chrome.action.setIcon({ ...(tabId === undefined ? {} : { tabId }), path });
}
