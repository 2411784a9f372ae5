// Runs the stories in both browsers at once, each browser against servers of its own. Stories that only wait are told
// beside the others; those that fill the machine, and those to be told again, one after the other at the end.
//
//   node run.mjs [FOLDER] [--browser chromium|firefox] [--only PART-OF-A-NAME]
//
// A line per story, the reasons of failures beneath, and at the end "N passed, N failed".
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { browserNames, launch } from './browsers/driver.mjs';
import { project, wanted } from './lib/arguments.mjs';
import { inTime, until } from './lib/until.mjs';
import { writeIndex } from './lib/pictures-index.mjs';
import { readWords } from './lib/words.mjs';
import { startWorld } from './servers/world.mjs';
import { stories } from './stories/index.mjs';

/** @typedef {import('./browsers/driver.mjs').BrowserName} BrowserName */
/** @typedef {import('./stories/scene.mjs').Scene} Scene */
/** @typedef {import('./stories/scene.mjs').Story} Story */

/** Browsers of each kind at a time, the one for patient stories not counted: most of a story is waiting. */
const lanes = 2;
/**
 * So many stories may fail once, if they pass when told again alone: browsers beside each other on a busy machine are late
 * now and then. Each is named, and one more is a failure.
 */
const unsteadyAllowed = 6;
/** No story takes longer: whatever it waits for is not coming. */
const longest = 180_000;

const { extension, browser: chosen, only } = wanted('usage: node run.mjs [FOLDER] [--browser chromium|firefox] [--only PART-OF-A-NAME]');
const pictures = join(project, 'dist', 'screenshots');
const words = readWords(extension);
let passed = 0;
let failed = 0;
/** @type {Set<string>} Browser and name of each story that failed at first. */
const unsteady = new Set();

/**
 * The stories of one browser that are still to be told.
 * @typedef {object} Queues
 * @property {Story[]} light
 * @property {Story[]} patient
 * @property {Story[]} alone told when nothing else runs
 */

/**
 * @param {BrowserName} name
 * @returns {Queues}
 */
function queuesOf(name) {
  const wished = stories.filter((each) => each.name.includes(only) && (each.only ?? name) === name);
  const bearing = (/** @type {Story['load']} */ load) => wished.filter((each) => each.load === load);
  return { light: bearing(undefined), patient: bearing('patient'), alone: bearing('heavy') };
}

/**
 * Tells what can be told beside other stories: in several browsers, and one more for those that are patient.
 * @param {BrowserName} name
 * @param {Queues} queues
 */
async function tellBesideOthers(name, { light, patient, alone }) {
  const browsers = [...light.slice(0, lanes).map(() => [light, patient]), ...patient.slice(0, 1).map(() => [patient])];
  await Promise.all(browsers.map((shared) => counted(name, () => tell(name, shared, alone))));
}

/**
 * Starts servers, and tells stories until none is left.
 * @param {BrowserName} name
 * @param {Story[][]} queues shared with the other browsers of that name; the first that is not empty gives the next story
 * @param {Story[]} again where a story is put that is to be told again
 */
async function tell(name, queues, again) {
  const next = () => queues.find(({ length }) => length > 0)?.shift();
  const world = await startWorld();
  try {
    while (await tellInOneBrowser(name, next, world, again));
  } finally {
    await world.stop();
  }
}

/**
 * Starts a browser and tells stories in it until none is left, or one has failed: what that leaves behind is no matter of the
 * next. Answers whether one has.
 * @param {BrowserName} name
 * @param {() => Story | undefined} next
 * @param {import('./servers/world.mjs').World} world
 * @param {Story[]} again
 */
async function tellInOneBrowser(name, next, world, again) {
  const driver = await launch(name, extension);
  try {
    for (let story = next(); story; story = next()) {
      if (!(await tellOne(story, driver, world, again))) return true;
    }
    return false;
  } finally {
    await driver.close();
  }
}

/**
 * Answers whether it went well.
 * @param {Story} story
 * @param {import('./browsers/driver.mjs').Driver} driver
 * @param {import('./servers/world.mjs').World} world
 * @param {Story[]} again where it is put if it is to be told again
 */
async function tellOne(story, driver, world, again) {
  const { name: title, run } = story;
  const begun = Date.now();
  /** @type {import('./browsers/driver.mjs').Tab[]} */
  const tabs = [];
  /** @type {import('./browsers/driver.mjs').Glimpse[]} */
  const glimpses = [];
  /** @type {import('./browsers/driver.mjs').Driver[]} */
  const others = [];
  /** @type {Scene} */
  const scene = {
    browser: driver,
    world,
    words,
    pictures,
    direction: '',
    tab: async (url) => {
      const tab = await driver.newTab();
      tabs.push(tab);
      if (url !== undefined) await tab.open(url);
      return tab;
    },
    tabAt: async (address) => {
      const tab = await until(`a tab at ${address}`, () => driver.tabAt(address));
      glimpses.push(tab);
      return tab;
    },
    another: async (wishes) => {
      const own = await launch(driver.name, extension, wishes);
      others.push(own);
      return own;
    },
  };
  let good = true;
  try {
    await inTime(run(scene), longest, 'the story');
    const complaints = await driver.complaints();
    for (const other of others) complaints.push(...(await other.complaints().catch(() => []))); // It may be closed.
    if (complaints.length > 0) throw new Error(`the extension complained: ${complaints.join('\n')}`);
    report(true, driver.name, title, begun);
  } catch (error) {
    good = false;
    const once = `${driver.name}: ${title}`;
    const mayBeLate = !unsteady.has(once) && unsteady.size < unsteadyAllowed;
    if (mayBeLate) {
      unsteady.add(once);
      again.push(story);
    }
    report(mayBeLate ? 'again' : false, driver.name, title, begun, error);
    await tabs.at(-1)?.picture(join(pictures, `failed-${driver.name}-${failed}.png`)).catch(() => undefined);
    await driver.complaints().catch(() => undefined); // Not the next story's.
  }
  await Promise.all([...tabs, ...glimpses].map((tab) => inTime(tab.close(), 5_000, 'closing a tab').catch(() => undefined)));
  await Promise.all(others.map((other) => other.close()));
  return good;
}

/**
 * @param {boolean | 'again'} good
 * @param {string} browser
 * @param {string} title
 * @param {number} begun
 * @param {unknown} [error]
 */
function report(good, browser, title, begun, error) {
  if (good === true) passed += 1;
  if (good === false) failed += 1;
  const seconds = ((Date.now() - begun) / 1000).toFixed(1).padStart(5);
  console.log(`${good === 'again' ? 'again ' : good ? 'ok    ' : 'FAIL  '}${browser.padEnd(8)} ${seconds} s  ${title}`);
  if (error !== undefined) console.log(indented(error instanceof Error ? reason(error) : String(error)));
}

/**
 * The message, and where in the stories it was.
 * @param {Error} error
 */
function reason({ message, stack = '' }) {
  const places = stack.split('\n').filter((line) => line.includes('/stories/'));
  return [message, ...places.map((line) => line.trim().replace(/file:.*\/stories\//, 'stories/'))].join('\n');
}

/** @param {string} text */
function indented(text) {
  return text.replace(/^/gm, '       ');
}

/**
 * What keeps a whole browser, or its servers, from being there is a failure like any other.
 * @param {string} what
 * @param {() => Promise<void>} task
 */
async function counted(what, task) {
  const begun = Date.now();
  try {
    await task();
  } catch (error) {
    report(false, what, 'could not be run', begun, error);
  }
}

/**
 * Throws away the pictures of former runs, so that none is of what is no more.
 * @param {BrowserName[]} names whose
 */
async function forgetPictures(names) {
  const old = (await readdir(pictures)).filter((file) => names.some((name) => new RegExp(`^(failed-)?${name}-.*[.]png$`).test(file)));
  await Promise.all(old.map((file) => rm(join(pictures, file))));
}

const start = Date.now();
await mkdir(pictures, { recursive: true });
const names = chosen ? [chosen] : browserNames;
if (!only) await forgetPictures([...names]);
/** @type {[BrowserName, Queues][]} */
const told = names.map((name) => [name, queuesOf(name)]);
await Promise.all(told.map(([name, queues]) => tellBesideOthers(name, queues)));
for (const [name, { alone }] of told) {
  if (alone.length > 0) await counted(name, () => tell(name, [alone], alone));
}
if (passed + failed === 0) {
  console.log(`no story has ${JSON.stringify(only)} in its name`);
  failed = 1;
}
await writeIndex(pictures);
for (const once of unsteady) console.log(`failed at first: ${once}`);
console.log(`\nin ${((Date.now() - start) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
