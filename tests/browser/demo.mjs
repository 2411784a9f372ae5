// The demo: a local street of sites that break in ways you choose, and a browser with the extension installed.
//
//   node demo.mjs [FOLDER] [--browser chromium|firefox]
//
// Without a display it walks through the street by itself and leaves pictures in dist/demo/.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openWindow } from './browsers/driver.mjs';
import { startDemo } from './demo/site.mjs';
import { walk } from './demo/walk.mjs';
import { project, wanted } from './lib/arguments.mjs';

const { extension, browser: chosen } = wanted('usage: node demo.mjs [FOLDER] [--browser chromium|firefox]');
const name = chosen ?? 'chromium';
const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;

const demo = await startDemo();
try {
  if (display) await show();
  else await walkAlone();
} catch (error) {
  console.error(`the demo failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await demo.stop();
}
process.exit();

/** Opens the browser for a person, and stays until it is closed. */
async function show() {
  const browser = await openWindow(name, extension);
  demo.onNews((line) => console.log(line));
  demo.onMoreTabs(async (url, tabs) => {
    for (let tab = 0; tab < tabs; tab += 1) {
      const page = await browser.newPage();
      page.goto(url).catch(() => undefined); // That it fails is the point.
    }
  });
  const [page] = await browser.pages();
  await (page ?? (await browser.newPage())).goto(demo.index);
  console.log(`${name} is open at ${demo.index}. Break something. Close the browser to end.`);
  await new Promise((resolve) => browser.once('disconnected', resolve));
}

async function walkAlone() {
  console.log('No display, so the demo walks by itself.');
  const pictures = join(project, 'dist', 'demo');
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  await walk(name, extension, demo, pictures);
  console.log(`\nThe sites came back. The pictures are in ${pictures}`);
}
