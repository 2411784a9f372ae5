// Draws the toolbar icons: each SVG of extension/icons as PNGs, the form that Chrome takes. usage: node draw-icons.mjs, when a
// drawing has changed.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bareChromium } from './browsers/chromium.mjs';

const folder = join(import.meta.dirname, '..', '..', 'extension', 'icons');
/** The mark stands in lists and in notifications, too. */
const sizes = { mark: [16, 32, 48, 128] };
const inToolbar = [16, 32];

const browser = await bareChromium(false, {});
try {
  const page = await browser.newPage();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.svg'))) {
    const name = file.replace('.svg', '');
    const svg = await readFile(join(folder, file), 'utf8');
    for (const size of sizes[/** @type {keyof typeof sizes} */ (name)] ?? inToolbar) {
      await page.setViewport({ width: size, height: size });
      await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`);
      await writeFile(join(folder, `${name}-${size}.png`), await page.screenshot({ omitBackground: true }));
    }
  }
} finally {
  await browser.close();
}
