// The ways in which the demo's sites break, each a site of its own: what the index page says about it, how it fails, and
// how long until it is well again.
import { formPage, maintenancePage, orderedPage, shortPage } from '../servers/pages.mjs';
import { kindOf } from '../servers/traffic.mjs';
import { answer, html } from '../servers/upstream.mjs';

/** @typedef {import('../servers/upstream.mjs').Behaviour} Behaviour */

/**
 * @typedef {object} Trouble
 * @property {string} id
 * @property {string} site its name
 * @property {string} title what the index page calls it
 * @property {string} text what will be seen
 * @property {string} path where the reader is sent
 * @property {number} after seconds until it is well again
 * @property {number} tabs how many tabs open on it
 * @property {(after: number) => Behaviour} broken
 * @property {Behaviour} well
 */

/** @param {string} words */
const welcome = (words) => html(200, shortPage(words));
const busy = html(503, '<html><head><title>503</title></head><body><h1>503 Service Unavailable</h1></body></html>');

/** @type {Trouble[]} */
export const troubles = [
  trouble('restart', 'shop', 'The shop restarts', 'Error 502. Its server is back after 15 seconds, and the page opens by itself.', {
    broken: () => 'dead',
    well: welcome('Welcome to the shop'),
  }),
  trouble('later', 'library', 'The library asks for patience', 'Error 503. It says when to come back, and nobody asks before.', {
    broken: (after) => html(503, '<h1>503 Service Unavailable</h1>', { 'retry-after': String(after) }),
    well: welcome('Welcome to the library'),
  }),
  trouble('slow', 'museum', 'The museum is too slow', 'Error 504. The server takes the question and never answers.', {
    broken: () => 'silent',
    well: welcome('Welcome to the museum'),
  }),
  trouble('empty', 'ferry', 'The ferry says nothing at all', 'Error 502 with an empty page. Browsers show a page of their own, so help comes in one of ours.', {
    broken: () => answer(502, {}, ''),
    well: welcome('Welcome to the ferry'),
  }),
  trouble('form', 'bakery', 'The bakery loses a form', 'You send an order and get an error. The form is never sent again behind your back.', {
    path: '/form',
    broken: () => (request, response) => {
      (request.method === 'GET' && request.url === '/form' ? html(200, formPage) : busy)(request, response);
    },
    well: html(200, orderedPage),
  }),
  trouble('maintenance', 'school', 'The school is being repaired', 'A page of its own says so. It stays in sight, and help is a small card.', {
    broken: () => html(503, maintenancePage),
    well: welcome('Welcome to the school'),
  }),
  trouble('ten', 'forum', 'Ten tabs of the forum', 'All ten fail. One quiet check at a time speaks for all, and they return one after the other.', {
    tabs: 10,
    broken: () => 'dead',
    well: welcome('Welcome to the forum'),
  }),
  trouble('flap', 'bank', 'The bank cannot make up its mind', 'A check finds it well, the page fails again, and we wait on without hurry.', {
    broken: () => (request, response) => {
      (kindOf(request.headers.accept) === 'probe' ? welcome('Almost') : busy)(request, response);
    },
    well: welcome('Welcome to the bank'),
  }),
  trouble('gone', 'theatre', 'The theatre stays closed', 'It does not come back. See how the checks get rarer, and how they end.', {
    after: 24 * 60 * 60,
    broken: () => busy,
    well: welcome('Welcome to the theatre'),
  }),
];

/**
 * @param {string} id
 * @param {string} site
 * @param {string} title
 * @param {string} text
 * @param {Pick<Trouble, 'broken' | 'well'> & Partial<Trouble>} rest
 * @returns {Trouble}
 */
function trouble(id, site, title, text, rest) {
  return { id, site: `${site}.example.com`, title, text, path: '/', after: 15, tabs: 1, ...rest };
}
