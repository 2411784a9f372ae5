// Times `diagnose` as wasm in Chromium. usage: node bench.mjs FOLDER, where FOLDER holds what wasm-bindgen made of
// benches/diagnose/in_browser.rs. Ends with 1 when the median is over the limit.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { program } from './lib/children.mjs';

/** Microseconds that a body of 16 KiB may take at the median. */
const LIMIT = 200;
const ROUNDS = 101;
/** Calls in a round: a page's clock is too coarse for one. */
const CALLS = 20;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench.mjs FOLDER');

const types = { js: 'text/javascript', wasm: 'application/wasm' };
const server = createServer(async (request, response) => {
  const name = (request.url ?? '/').slice(1);
  if (name === '') {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>');
    return;
  }
  const type = name.endsWith('.wasm') ? types.wasm : types.js;
  const file = await readFile(join(folder, name)).catch(() => undefined);
  response.writeHead(file === undefined ? 404 : 200, { 'content-type': type }).end(file);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no port');

const browser = await puppeteer.launch({
  executablePath: program('chromium', 'chromium'),
  pipe: true,
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
  const results = await page.evaluate(
    async (rounds, calls) => {
      const made = await import(new URL('/bench_in_browser.js', location.href).href);
      await made.default();
      return made.kinds().map((/** @type {string} */ name, /** @type {number} */ kind) => {
        made.diagnose(kind, 100);
        const times = Array.from({ length: rounds }, () => {
          const start = performance.now();
          made.diagnose(kind, calls);
          return ((performance.now() - start) * 1000) / calls;
        });
        times.sort((one, other) => one - other);
        return { name, median: times[Math.floor(rounds / 2)], worst: times[rounds - 1] };
      });
    },
    ROUNDS,
    CALLS,
  );
  for (const { name, median, worst } of results) {
    const over = median > LIMIT;
    console.log(`diagnose, wasm in Chromium, ${name}: ${median.toFixed(0)} us (median; slowest ${worst.toFixed(0)} us)`);
    if (over) {
      console.log(`error: over the limit of ${LIMIT} us`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
  server.close();
}
