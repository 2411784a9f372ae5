// Our words, read while the core starts: it cannot draw anything without them, and its start takes as long as reading them.

/** @type {{ tag: string, words: Promise<string> } | undefined} What has been read and not been asked for. */
let ahead;

/** Begins to read our words in the browser's language, which is most likely the reader's. */
export function readAhead() {
  const tag = chrome.i18n.getMessage('language_tag');
  const words = read(tag);
  words.catch(() => {}); // Whoever asks for it hears of it.
  ahead = { tag, words };
}

/**
 * For the core: our words in the language of that tag.
 * @param {string} tag
 */
export function readWords(tag) {
  const words = ahead?.tag === tag ? ahead.words : read(tag);
  ahead = undefined;
  return words;
}

/**
 * As one text: to hand over each message by itself takes ten times as long.
 * @param {string} tag
 */
async function read(tag) {
  const response = await fetch(chrome.runtime.getURL(`_locales/${tag}/messages.json`));
  /** @type {Record<string, { message: string, placeholders?: Record<string, { content: string }> }>} */
  const messages = await response.json();
  return Object.entries(messages)
    .map(([key, { message, placeholders = {} }]) => [key, message, ...Object.entries(placeholders).flatMap(([name, { content }]) => [name, content])])
    .map((fields) => fields.join('\u001f'))
    .join('\u001e');
}
