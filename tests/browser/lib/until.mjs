// Waiting on conditions. Nothing in this suite sleeps and hopes: it looks, again and again, until what it waits for is
// there, and when the time is up it says what it waited for and what it saw instead.
import { inspect } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @template T
 * @typedef {object} Patience
 * @property {number} [within] milliseconds, 15 000 unless told
 * @property {number} [every] milliseconds between two looks, 100 unless told
 * @property {(value: T) => unknown} [accept] what counts as there; truth unless told
 * @property {(value: T) => unknown} [tell] what to say of what was seen instead; all of it unless told
 */

/**
 * Looks until there is something to see, and gives it back.
 * @template T
 * @param {string} what completes the sentence "waited for …"
 * @param {() => T | Promise<T>} look may throw: that is "not yet"
 * @param {Patience<Awaited<T>>} [patience]
 * @returns {Promise<NonNullable<Awaited<T>>>}
 */
export async function until(what, look, { within = 15_000, every = 100, accept = Boolean, tell = (value) => value } = {}) {
  const end = Date.now() + within;
  /** @type {unknown} */
  let seen;
  for (;;) {
    try {
      // A look can hang as well, for instance in a page that is just going away.
      const value = await inTime(look(), Math.max(2_000, end - Date.now()), 'a look');
      if (accept(value)) return /** @type {NonNullable<Awaited<T>>} */ (value);
      seen = tell(value);
    } catch (error) {
      seen = error instanceof Error ? error.message : error;
    }
    if (Date.now() >= end) {
      throw new Error(`waited ${within / 1000} s for ${what}; saw ${shown(seen)}`);
    }
    await sleep(every);
  }
}

/**
 * Looks for a while and fails at once when it is not as it should be.
 * @param {string} what completes the sentence "… no longer"
 * @param {() => boolean | Promise<boolean>} look
 * @param {number} milliseconds
 */
export async function stays(what, look, milliseconds) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (!(await look())) throw new Error(`${what}: no longer so, ${end - Date.now()} ms before the end`);
    await sleep(100);
  }
}

/**
 * @template T
 * @param {T | Promise<T>} promise
 * @param {number} milliseconds
 * @param {string} what
 * @returns {Promise<Awaited<T>>}
 */
export async function inTime(promise, milliseconds, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return /** @type {Awaited<T>} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}

/** @param {unknown} value */
function shown(value) {
  const text = typeof value === 'string' ? value : inspect(value, { depth: 5, breakLength: 120 });
  return text.length > 1500 ? `${text.slice(0, 1500)}…` : text;
}
