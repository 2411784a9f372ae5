// The painter: asks the background what to show, draws the tree it gets, and sends back what was pressed.
//
// Runs injected into a page that failed, and in our own pages. It decides nothing, but that a page of ours without an address
// has nothing to ask for, and holds nothing but what it drew last. A page cannot talk to it: its elements are in a closed shadow
// root, presses count only when a person made them, and what they do is not read from the document.

import { h, render } from 'preact';
import { documentFacts, documentThere } from './facts.js';
import { listenToFields } from './fields.js';
import { hideFromFind } from './ground.js';
import { element } from './page.js';
import { paint } from './paint.js';
import { listen, lookAgain } from './press.js';
import { answered, lookAround, own, showWith, surface, tell } from './talk.js';
import { arrival, aside, askSite } from './under.js';

async function hello() {
  const about = addressInHash();
  if ((surface === 'ask' || surface === 'help') && !/^https?:\/\/[^/]/i.test(about)) return idle();
  if (surface === 'ask') return question(about);
  if (surface === 'popup') await arrival(await lookAround());
  if (surface === 'options') await lookAround();
  if (surface === 'popup' || surface === 'options' || surface === 'history') return tell({ kind: 'hello' });
  const visible = !document.hidden;
  if (surface === 'help') {
    await tell({ kind: 'hello', visible, address: about });
    // Without an answer there are no words, but the way on must not be lost.
    if (answered) return;
    return render(h('main', { class: 'help' }, h('a', { href: about }, about)), document.body);
  }
  element(); // It can be made while the document is read.
  await documentThere();
  return tell({ kind: 'hello', visible, document: documentFacts() });
}

/** Our page without an address of the web, which none of our own links has: there is nothing to ask the background for. */
function idle() {
  const say = chrome.i18n.getMessage;
  document.title = say('idle_title');
  const words = [h('p', { class: 'who' }, say('extension_name')), h('h1', {}, say('idle_title')), h('p', { class: 'lead' }, say('idle_text'))];
  render(h('main', { class: 'help idle', lang: say('language_tag'), dir: say('text_direction') }, words), document.body);
}

/**
 * Asks about an address, if the reader has only just wished for it. A page that is loaded again, or that comes back with the
 * browser, waits for a press.
 * @param {string} about
 */
async function question(about) {
  const next = location.search === '?ask';
  await tell({ kind: next ? 'hello' : 'look', about });
  if (!next) return;
  history.replaceState(null, '', `?asked${location.hash}`);
  await askSite(about);
}

function addressInHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

/** @type {Record<string, string>} What our own pages are told that they should be drawn anew. */
const NOTICES = { popup: 'popup-changed', options: 'settings-changed', history: 'settings-changed' };

function begin() {
  showWith(paint);
  chrome.runtime.onMessage.addListener((/** @type {{ kind?: string }} */ notice) => {
    if (!aside && notice?.kind === (NOTICES[surface] ?? 'changed')) tell({ kind: 'look' });
  });
  if (own) listen(document.body);
  else hideFromFind();
  if (surface === 'options' || surface === 'history') listenToFields(document.body);
  if (surface === 'options') for (const change of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) change.addListener(lookAgain);
  if (surface === 'history' || surface === 'options' || surface === 'ask') return void hello();
  for (const change of ['online', 'offline']) window.addEventListener(change, () => tell({ kind: 'due' }));
  if (surface !== 'popup') {
    // A document that goes away is hidden last of all: that is no word of the reader's.
    let here = true;
    document.addEventListener('visibilitychange', () => here && tell({ kind: 'visible', visible: !document.hidden }));
    window.addEventListener('pagehide', () => (here = false));
    window.addEventListener('pageshow', (event) => {
      here = true;
      if (event.persisted) hello();
    });
  }
  hello();
}

// Injected again into the same document, we have only to say hello again.
const world = /** @type {{ backSoonHello?: () => void }} */ (globalThis);
if (world.backSoonHello) {
  world.backSoonHello();
} else {
  world.backSoonHello = hello;
  begin();
}
