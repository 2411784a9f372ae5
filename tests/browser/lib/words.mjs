// The words of the extension under test, from its own catalogue: a story asks for a message by its name, so that better
// wording breaks no story.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Words
 * @property {(text: string, name: string) => boolean} in whether a text contains a message, whatever fills its gaps
 * @property {(name: string) => string} of the message as it stands in the catalogue
 * @property {(name: string, gaps: Record<string, string | number>) => string} filled the message with its gaps filled
 * @property {(spell: (message: string) => string) => Words} spelt the same words in other letters
 */

/**
 * @param {string} extension folder
 * @returns {Words}
 */
export function readWords(extension) {
  /** @type {Record<string, { message: string }>} */
  const catalogue = JSON.parse(readFileSync(join(extension, '_locales', 'en', 'messages.json'), 'utf8'));
  return wordsOf(catalogue, (message) => message);
}

/**
 * @param {Record<string, { message: string }>} catalogue
 * @param {(message: string) => string} spell
 * @returns {Words}
 */
function wordsOf(catalogue, spell) {
  /** @param {string} name */
  const of = (name) => {
    const entry = catalogue[name];
    if (!entry) throw new Error(`the catalogue has no message ${name}`);
    return spell(entry.message);
  };
  return {
    of,
    filled: (name, gaps) => of(name).replace(/\$([A-Z]+)\$/g, (gap, key) => String(gaps[key.toLowerCase()] ?? gap)),
    in: (text, name) => {
      const parts = of(name).split(/\$[A-Z]+\$/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
      return new RegExp(parts.join('.+?')).test(text);
    },
    spelt: (other) => wordsOf(catalogue, other),
  };
}
