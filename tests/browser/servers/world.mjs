// All the servers of a run, and the sites on them. A story asks for a site of its own, so that the outages of two
// stories never meet.
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/ports.mjs';
import { startHaproxy } from './haproxy.mjs';
import { startNginx } from './nginx.mjs';
import { shopPage } from './pages.mjs';
import { startRaw } from './raw.mjs';
import { startStandIn } from './stand-in.mjs';
import { Traffic } from './traffic.mjs';
import { html, Upstream } from './upstream.mjs';

/**
 * `none`: the browser talks to the upstream itself.
 * @typedef {'nginx' | 'haproxy' | 'none'} Gateway
 */

/**
 * @typedef {object} Site
 * @property {string} host name and port
 * @property {(path?: string) => string} url
 * @property {(behaviour: import('./upstream.mjs').Behaviour) => Promise<void>} become
 * @property {() => Promise<void>} heal the upstream runs and answers every GET with the shop
 * @property {(open: boolean) => Promise<void>} close nginx answers its bare 503 while closed
 * @property {(on: boolean) => Promise<void>} maintenance nginx answers a maintenance page with 503 while on
 * @property {() => Promise<import('./traffic.mjs').Exchange[]>} requests everything asked of this site so far
 */

/**
 * @typedef {object} World
 * @property {(name: string, options?: { gateway?: Gateway, behaviour?: import('./upstream.mjs').Behaviour }) => Promise<Site>} site
 * @property {(name: string, behaviour?: import('./upstream.mjs').Behaviour) => Promise<Site>} named a site under one of the names
 *   that were told beforehand, through nginx
 * @property {(name: string, bytes: Buffer) => Promise<Site & { say: (bytes: Buffer) => void }>} rawSite
 * @property {() => Promise<void>} stop
 */

/**
 * @param {object} [options]
 * @param {string[]} [options.names] sites whose names do not end in a port
 * @param {boolean} [options.makeshift] do with what there is: no HAProxy, and a stand-in where nginx is missing
 * @returns {Promise<World>}
 */
export async function startWorld({ names = ['localhost'], makeshift = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'back-soon-'));
  // Started by root, nginx works as nobody, who must be able to look in.
  await chmod(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const traffic = new Traffic();
  /** @type {Record<string, number>} */
  const ports = {};
  for (const name of names) ports[name] = await freePort();
  const nginx = await startNginx(folder, traffic, ports).catch((error) => {
    if (!makeshift) throw error;
    return withoutNginx(folder, traffic, ports);
  });
  const haproxy = makeshift
    ? undefined
    : await startHaproxy(folder, traffic).catch(async (error) => {
        await nginx.stop();
        throw error;
      });
  /** @type {(() => Promise<void>)[]} */
  const endings = [];
  /** @type {Map<number, Upstream>} by their ports */
  const upstreams = new Map();

  /**
   * @param {string} name
   * @param {number} upstreamPort
   * @param {Gateway} gateway
   * @param {import('./upstream.mjs').Behaviour} behaviour
   * @returns {Promise<Site>}
   */
  async function site(name, upstreamPort, gateway, behaviour) {
    // Two stories may ask for the one site of a name.
    const upstream = upstreams.get(upstreamPort) ?? new Upstream(upstreamPort, gateway === 'none' ? traffic : undefined);
    upstreams.set(upstreamPort, upstream);
    await upstream.become(behaviour);
    endings.push(() => upstream.become('dead'));
    return {
      ...placed(name, { nginx: nginx.port, haproxy: haproxy?.port ?? 0, none: upstreamPort }[gateway]),
      become: (next) => upstream.become(next),
      heal: () => upstream.become(html(200, shopPage)),
      close: (open) => flag(join(nginx.closed, name), open),
      maintenance: (on) => flag(join(nginx.maintenance, name), on),
    };
  }

  /**
   * @param {string} name
   * @param {number} port
   */
  function placed(name, port) {
    return {
      host: `${name}:${port}`,
      url: (path = '/') => `http://${name}:${port}${path}`,
      requests: async () => {
        await nginx.refresh();
        return traffic.of(name);
      },
    };
  }

  return {
    site: async (name, { gateway = 'nginx', behaviour = 'dead' } = {}) => {
      const port = await freePort();
      return site(`${name}-${port}.example.com`, port, gateway, behaviour);
    },
    named: (name, behaviour = 'dead') => {
      const port = ports[name];
      if (port === undefined) throw new Error(`${name} was not told beforehand`);
      return site(name, port, 'nginx', behaviour);
    },
    rawSite: async (name, bytes) => {
      const port = await freePort();
      const raw = await startRaw(port, traffic, bytes);
      endings.push(raw.stop);
      const nothing = () => Promise.reject(new Error('a raw site only says what it is told'));
      return {
        ...placed(`${name}-${port}.example.com`, port),
        become: nothing,
        heal: nothing,
        close: nothing,
        maintenance: nothing,
        say: raw.say,
      };
    },
    stop: async () => {
      await Promise.all(endings.map((end) => end()));
      await Promise.all([nginx.stop(), haproxy?.stop()]);
    },
  };
}

/**
 * @param {string} folder
 * @param {Traffic} traffic
 * @param {Record<string, number>} ports
 * @returns {Promise<import('./nginx.mjs').Nginx>}
 */
async function withoutNginx(folder, traffic, ports) {
  const { port, stop } = await startStandIn(traffic, (name) => ports[name]);
  return { port, stop, closed: folder, maintenance: folder, refresh: () => Promise.resolve() };
}

/**
 * @param {string} file
 * @param {boolean} there
 */
async function flag(file, there) {
  if (there) await writeFile(file, '');
  else await rm(file, { force: true });
}
