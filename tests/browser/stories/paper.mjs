// Help on paper.
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { html } from '../servers/upstream.mjs';
import { helped, story } from './scene.mjs';

/**
 * How many pages a PDF has. Firefox packs the list of them.
 * @param {Uint8Array} pdf
 */
function pagesOf(pdf) {
  const text = Buffer.from(pdf).toString('latin1');
  const packed = [...text.matchAll(/stream\r?\n([^]*?)endstream/g)].map(([, part = '']) => {
    try {
      return inflateSync(Buffer.from(part, 'latin1')).toString('latin1');
    } catch {
      return ''; // A picture, or a font.
    }
  });
  return [text, ...packed].join('\n').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

const printed = story('help is printed whole: on as many pages as what is unfolded takes', async (scene) => {
  const site = await scene.world.site('paper', { behaviour: html(503, 'Service Unavailable', { 'retry-after': '60' }) });
  const tab = await scene.tab(site.url());
  await helped(tab, { kind: 'help', state: 'wait' });
  const before = pagesOf(await tab.page.pdf({ format: 'A5' }));
  for (const nth of [1, 2, 3, 4, 5]) await tab.pressAt(`details:nth-of-type(${nth}) > summary`);
  const after = pagesOf(await tab.page.pdf({ format: 'A5' }));
  assert.ok(before >= 1 && after >= before + 2, `pages: ${before} folded, ${after} unfolded`);
});

export default [printed];
