// Prints the licence notices of what is built into the package: the crates in the wasm, and Preact in the painter.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const target = 'wasm32-unknown-unknown';
const asked = ['metadata', '--format-version', '1', '--locked', '--filter-platform', target];
const { packages, resolve } = JSON.parse(execFileSync('cargo', asked, { encoding: 'utf8', maxBuffer: 2 ** 26 }));

/** @param {string} folder */
function texts(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|unlicense)/i.test(name)).sort();
  // Where there is a choice, MIT is the one we take.
  const chosen = files.find((name) => /mit/i.test(name)) ?? files[0];
  return chosen ? readFileSync(join(folder, chosen), 'utf8').trim() : '';
}

/** @returns {{ name: string, version: string, license: string, folder: string }[]} */
function crates() {
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const found = new Set();
  const visit = (id) => {
    if (found.has(id) || byId.get(id).targets.some(({ kind }) => kind.includes('proc-macro'))) return; // Runs at build time only.
    found.add(id);
    const normal = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    normal.forEach(({ pkg }) => visit(pkg));
  };
  visit(resolve.root);
  found.delete(resolve.root);
  return [...found].map((id) => byId.get(id)).map(({ name, version, license, manifest_path }) => ({ name, version, license, folder: dirname(manifest_path) }));
}

const preact = JSON.parse(readFileSync('extension/node_modules/preact/package.json', 'utf8'));
const parts = [...crates(), { ...preact, folder: 'extension/node_modules/preact' }];
parts.sort((a, b) => (a.name < b.name ? -1 : 1));
/** @type {Map<string, string[]>} Each text once, with whom it is of. */
const notices = new Map();
for (const { name, version, license, folder } of parts) {
  const text = texts(folder) || `Licence: ${license}`;
  notices.set(text, [...(notices.get(text) ?? []), `${name} ${version}`]);
}
console.log('Back Soon is built with the work of others:');
for (const [text, names] of notices) console.log(`\n${'='.repeat(80)}\n${names.join(', ')}\n\n${text}`);
