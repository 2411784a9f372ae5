// A copy of the extension whose words run from right to left: English spelt with Hebrew letters, as wide and as long. It
// shows what a right-to-left language does to every surface before there is a translation.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const letters = 'אבגדהוזחטיכלמנסעפצקרשתםןףץ';
/** Messages that are no words but say what language this is. */
const facts = { language_tag: 'he', text_direction: 'rtl' };

/** @param {string} message */
export function mirrored(message) {
  // Gaps and names in them stay: `$HOST$`.
  return message.replace(/\$[A-Z]+\$|[a-z]/gi, (part) => (part.length > 1 ? part : (letters[part.toLowerCase().charCodeAt(0) - 97] ?? part)));
}

/**
 * @param {string} extension folder
 * @returns {Promise<{ folder: string, forget: () => Promise<void> }>}
 */
export async function mirroredCopy(extension) {
  const base = await mkdtemp(join(tmpdir(), 'back-soon-mirrored-'));
  const folder = join(base, 'back-soon');
  await cp(extension, folder, { recursive: true });
  const file = join(folder, '_locales', 'en', 'messages.json');
  /** @type {Record<string, { message: string }>} */
  const catalogue = JSON.parse(await readFile(file, 'utf8'));
  for (const [name, entry] of Object.entries(catalogue)) {
    entry.message = facts[/** @type {keyof typeof facts} */ (name)] ?? mirrored(entry.message);
  }
  await writeFile(file, JSON.stringify(catalogue));
  return { folder, forget: () => rm(base, { recursive: true, force: true }) };
}
