// Judges what web-ext's linter found: any error fails, and so does any warning that is not explained here. Reads our style
// sheets as well.
//
// Called by build.sh: node lint.mjs <report of `web-ext lint --output json`>

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

/** @type {Record<string, string>} */
const EXPLAINED = {
  BACKGROUND_SERVICE_WORKER_IGNORED: 'one manifest for both browsers: Chrome reads this key, Firefox reads `scripts`',
  UNSAFE_VAR_ASSIGNMENT: 'Preact has code for a property that we never set; our own sources are searched below',
};

/** Whatever turns text into elements. The linter sees the bundle only, where Preact's hides ours. */
const PAINTS_TEXT = /(inner|outer)HTML\s*\+?=[^=]|InnerHTML|insertAdjacentHTML|document\.write/;

const { errors, warnings } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let wrong = errors.length;

for (const { _type, code, message, file, line } of [...errors, ...warnings]) {
  const reason = _type === 'warning' ? EXPLAINED[code] : undefined;
  if (_type === 'warning' && !reason) wrong += 1;
  console.log(`${_type} ${code} ${file ?? ''}${line ? `:${line}` : ''}: ${message}`);
  if (reason) console.log(`  stays: ${reason}`);
}

const own = readdirSync(import.meta.dirname, { encoding: 'utf8', recursive: true });
for (const name of own.filter((name) => name.endsWith('.js') && !name.startsWith('node_modules'))) {
  if (PAINTS_TEXT.test(readFileSync(`${import.meta.dirname}/${name}`, 'utf8'))) {
    wrong += 1;
    console.log(`error: extension/${name} makes elements of text: build them as nodes`);
  }
}

// A browser passes over what it cannot read of a style sheet, and says nothing.
for (const name of own.filter((name) => name.endsWith('.css') && !name.startsWith('node_modules'))) {
  const css = readFileSync(`${import.meta.dirname}/${name}`, 'utf8');
  for (const { text, location } of transformSync(css, { loader: 'css', logLevel: 'silent' }).warnings) {
    wrong += 1;
    console.log(`error: extension/${name}:${location?.line}: ${text}`);
  }
}

// A file that nobody imports is not shipped, and nobody would notice.
const styles = join(import.meta.dirname, 'style');
const sheet = readFileSync(join(styles, 'all.css'), 'utf8');
for (const name of readdirSync(styles)) {
  if (name === 'all.css' || name === 'options.css' || sheet.includes(`@import './${name}';`)) continue;
  wrong += 1;
  console.log(`error: extension/style/${name} is in no sheet: import it in all.css`);
}

console.log(`${errors.length} errors, ${warnings.length} warnings, ${wrong} to mend`);
process.exitCode = wrong > 0 ? 1 : 0;
