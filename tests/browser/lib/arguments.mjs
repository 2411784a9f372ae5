// The command line of run.mjs and demo.mjs.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browserNames } from '../browsers/driver.mjs';

/** @typedef {import('../browsers/driver.mjs').BrowserName} BrowserName */

/** The project's folder. */
export const project = resolve(fileURLToPath(new URL('../../../', import.meta.url)));

/**
 * @typedef {object} Wanted
 * @property {string} extension folder of the unpacked extension
 * @property {BrowserName | undefined} browser
 * @property {string} only part of a story's name
 */

/**
 * @param {string} usage
 * @returns {Wanted} does not return when the command line makes no sense
 */
export function wanted(usage) {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { browser: { type: 'string' }, only: { type: 'string' } },
    });
    const browser = browserNames.find((name) => name === values.browser);
    if (values.browser !== undefined && !browser) throw new Error(`--browser is ${browserNames.join(' or ')}`);
    const extension = resolve(positionals[0] ?? join(project, 'dist', 'unpacked'));
    if (!existsSync(join(extension, 'manifest.json'))) throw new Error(`no extension in ${extension}: run ./build.sh first`);
    return { extension, browser, only: values.only ?? '' };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(2);
  }
}
