// The demo's local web: an index page on localhost, from which the reader chooses what breaks, and a site for each way.
import { createServer } from 'node:http';
import { freePort } from '../lib/ports.mjs';
import { startWorld } from '../servers/world.mjs';
import { indexPage } from './index-page.mjs';
import { troubles } from './scenes.mjs';

/** @typedef {import('./scenes.mjs').Trouble} Trouble */

/**
 * @typedef {object} Demo
 * @property {string} index address of the index page
 * @property {(id: string, after?: number) => Promise<string>} breakDown breaks a site now, plans its return, says its address
 * @property {(id: string) => Promise<void>} heal makes a site well before its time
 * @property {(listener: (line: string) => void) => void} onNews
 * @property {(opener: (url: string, tabs: number) => void) => void} onMoreTabs who opens more tabs than a page may
 * @property {(id: string) => Promise<import('../servers/traffic.mjs').Exchange[]>} requests
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Demo>} */
export async function startDemo() {
  const world = await startWorld({ names: troubles.map(({ site }) => site), makeshift: true });
  /** @type {Map<string, { trouble: Trouble, site: import('../servers/world.mjs').Site, wellAt: number, timer?: NodeJS.Timeout }>} */
  const places = new Map();
  for (const trouble of troubles) places.set(trouble.id, { trouble, site: await world.named(trouble.site, trouble.well), wellAt: 0 });
  /** @type {(line: string) => void} */
  let tell = () => undefined;
  /** @type {(url: string, tabs: number) => void} */
  let openMore = () => undefined;

  /** @type {Demo['breakDown']} */
  async function breakDown(id, seconds) {
    const place = places.get(id);
    if (!place) throw new Error(`there is no ${id}`);
    const { trouble, site } = place;
    const after = seconds ?? trouble.after;
    clearTimeout(place.timer);
    await site.become(trouble.broken(after));
    place.wellAt = Date.now() + after * 1000;
    place.timer = setTimeout(() => heal(id), after * 1000);
    tell(`${trouble.site} breaks${after < 3600 ? `, for ${after} seconds` : ''}`);
    return site.url(trouble.path);
  }

  /** @type {Demo['heal']} */
  async function heal(id) {
    const place = places.get(id);
    if (!place) throw new Error(`there is no ${id}`);
    clearTimeout(place.timer);
    place.wellAt = 0;
    await place.site.become(place.trouble.well);
    tell(`${place.trouble.site} is well again`);
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, action, id = ''] = url.pathname.split('/');
    if (action === 'state') {
      const now = Date.now();
      const state = [...places].map(([each, { wellAt }]) => [each, Math.max(0, Math.ceil((wellAt - now) / 1000))]);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(Object.fromEntries(state)));
    } else if (action === 'break' && places.has(id)) {
      const address = await breakDown(id);
      const more = (places.get(id)?.trouble.tabs ?? 1) - 1;
      if (more > 0) openMore(address, more);
      response.writeHead(302, { location: address }).end();
    } else if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(indexPage(troubles));
    } else {
      response.writeHead(404).end('Not Found');
    }
  });
  const port = await freePort();
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));

  return {
    index: `http://localhost:${port}/`,
    breakDown,
    heal,
    onNews: (listener) => (tell = listener),
    onMoreTabs: (opener) => (openMore = opener),
    requests: async (id) => (await places.get(id)?.site.requests()) ?? [],
    stop: async () => {
      for (const { timer } of places.values()) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.stop();
    },
  };
}
