// One page with all pictures of surfaces: a row a state, browsers, colours, sizes and directions side by side. Those of stories
// that failed are beside it, and not in it.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ending = /(-dark|-phone|-rtl)*\.png$/;

/** @param {string} folder with the pictures */
export async function writeIndex(folder) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.png') && !name.startsWith('failed-')).sort();
  /** @type {Map<string, string[]>} */
  const states = new Map();
  for (const file of files) {
    const state = file.replace(/^(chromium|firefox)-/, '').replace(ending, '');
    states.set(state, [...(states.get(state) ?? []), file]);
  }
  const figure = (/** @type {string} */ file) =>
    `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${file.replace('.png', '')}</figcaption></figure>`;
  const rows = [...states].map(([state, all]) => `<h2>${state}</h2><div>${all.map(figure).join('')}</div>`);
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Back Soon: ${files.length} pictures</title>
<style>
  body { margin: 2rem; font: 1rem/1.5 system-ui; background: #8881 }
  div { display: flex; gap: 1rem; overflow-x: auto; align-items: start }
  figure { margin: 0; flex: none } img { block-size: 320px; border: 1px solid #8886 } figcaption { font-size: .8rem }
</style>
<h1>${files.length} pictures of ${states.size} states</h1>${rows.join('\n')}</html>`;
  await writeFile(join(folder, 'index.html'), page);
}
