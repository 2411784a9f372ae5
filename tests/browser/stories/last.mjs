// Told after all others.
import assert from 'node:assert/strict';
import { story } from './scene.mjs';

const quiet = story('in all of this, nothing went wrong in the extension that nobody caught', async (scene) => {
  assert.deepEqual(await scene.browser.complaints(), []);
});

export default [quiet];
