// Writes what the fuzzers begin with. usage: node seeds.mjs FOLDER INTO, where FOLDER holds labelled responses (JSON), a
// folder for each server. Where there is none, a few are made up.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, into] = process.argv.slice(2);
if (folder === undefined || into === undefined) throw new Error('usage: node seeds.mjs FOLDER INTO');

/** @param {string} target @param {string} name @param {string} text */
function seed(target, name, text) {
  mkdirSync(join(into, target), { recursive: true });
  writeFileSync(join(into, target, name), text);
}

const waits = ['120', '0', 'soon', '-1', '', '99999999999999999999', '120, 240'];
const dates = ['Sun, 22 Nov 2026 12:00:30 GMT', 'Sunday, 22-Nov-26 12:00:30 GMT', 'Sun Nov 22 12:00:30 2026'];
for (const [number, value] of [...waits, ...dates].entries()) seed('retry_after', `made-${number}`, `${value}\n${dates[0]}`);
seed('diagnose', 'made', '502\nserver: nginx\n\n<hr><center>nginx</center>');

let folders = [];
try {
  folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
} catch {
  console.log(`no labelled responses in ${folder}: seeds are made up`);
}
for (const { name } of folders) {
  for (const file of readdirSync(join(folder, name)).filter((each) => each.endsWith('.json'))) {
    const { status, headers, body } = JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
    const head = headers.map(([key, value]) => `${key}: ${value}\n`).join('');
    seed('diagnose', file, `${status}\n${head}\n${body}`);
    const wait = headers.find(([key]) => key.toLowerCase() === 'retry-after');
    if (wait !== undefined) seed('retry_after', file, wait[1]);
  }
}
