// Packs a folder, rid of what only translators need, into a zip that is the same, byte for byte, on every machine, and holds it
// to its budgets.
//
// Called by build.sh: node pack.mjs <folder> <zip> <version>

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
// What we ship is not packed by node:zlib: its output differs between versions of node and even between processors.
import { zipSync } from 'fflate';

/** Bytes. The package is what a reader downloads; the wasm is what a waking background must compile. */
// 150 kB were the aim for the wasm while it had no options, no questions and no checks from around the world.
const BUDGETS = { package: 250_000, wasm: 160_000 };

/** Zip keeps local time without a zone, so these parts, read as local time, are the same bytes everywhere. */
const TIME = new Date(2026, 0, 1);
const UNIX = 3;
const REGULAR_FILE = 0o100644 << 16;

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

const [folder, zip, version] = process.argv.slice(2);

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
if (manifest.version !== version) {
  fail(`manifest.json says version ${manifest.version}, Cargo.toml says ${version}: make them the same`);
}

// What is there for translators need not be read at every start of the background.
for (const language of readdirSync(join(folder, '_locales'))) {
  const file = join(folder, '_locales', language, 'messages.json');
  const forReaders = (key, value) => (key === 'description' || key === 'example' ? undefined : value);
  writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), forReaders));
}

// Sorted by code unit: the order of `readdir` and of locales differs between machines.
const names = readdirSync(folder, { recursive: true })
  .filter((name) => statSync(join(folder, name)).isFile())
  .map((name) => name.replaceAll('\\', '/'))
  .sort();
const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
const packed = zipSync(files, { level: 9, mtime: TIME, os: UNIX, attrs: REGULAR_FILE });
writeFileSync(zip, packed);

const row = (name, size, small) => console.log(`  ${name.padEnd(32)}${String(size).padStart(9)}${String(small).padStart(9)}`);
row('file', 'bytes', 'gzipped');
for (const name of names) row(name, files[name].length, gzipped(files[name]));
row(basename(zip), packed.length, '');

const sizes = { package: packed.length, wasm: gzipped(files['wasm/back_soon_bg.wasm']) };
for (const [what, budget] of Object.entries(BUDGETS)) {
  const share = Math.round((sizes[what] / budget) * 100);
  console.log(`  ${what}: ${sizes[what]} of ${budget} bytes (${share} %)`);
  if (sizes[what] > budget) fail(`the ${what} is over its budget: make it smaller, or raise BUDGETS in pack.mjs with a reason`);
}
