// All the servers of a run, and the sites on them. A story asks for a site of its own, so that the outages of two
// stories never meet.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/ports.mjs';
import { startHaproxy } from './haproxy.mjs';
import { startNginx } from './nginx.mjs';
import { shopPage } from './pages.mjs';
import { startRaw } from './raw.mjs';
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
 * @property {(behaviour?: import('./upstream.mjs').Behaviour) => Promise<Site>} localhost the one site under that name
 * @property {(name: string, bytes: Buffer) => Promise<Site & { say: (bytes: Buffer) => void }>} rawSite
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<World>} */
export async function startWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'back-soon-'));
  // Started by root, nginx works as nobody, who must be able to look in.
  await chmod(folder, 0o755);
  const traffic = new Traffic();
  const localPort = await freePort();
  const folders = ['nginx', 'haproxy'].map((name) => join(folder, name));
  for (const each of folders) await mkdir(each);
  const [nginxFolder = '', haproxyFolder = ''] = folders;
  const nginx = await startNginx(nginxFolder, traffic, { localhost: localPort });
  const haproxy = await startHaproxy(haproxyFolder, traffic).catch(async (error) => {
    await nginx.stop();
    throw error;
  });
  /** @type {(() => Promise<void>)[]} */
  const endings = [];

  /**
   * @param {string} name
   * @param {number} upstreamPort
   * @param {Gateway} gateway
   * @param {import('./upstream.mjs').Behaviour} behaviour
   * @returns {Promise<Site>}
   */
  async function site(name, upstreamPort, gateway, behaviour) {
    const upstream = new Upstream(upstreamPort, gateway === 'none' ? traffic : undefined);
    await upstream.become(behaviour);
    endings.push(() => upstream.become('dead'));
    return {
      ...placed(name, { nginx: nginx.port, haproxy: haproxy.port, none: upstreamPort }[gateway]),
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
    localhost: (behaviour = 'dead') => site('localhost', localPort, 'nginx', behaviour),
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
      await Promise.all([nginx.stop(), haproxy.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} file
 * @param {boolean} there
 */
async function flag(file, there) {
  if (there) await writeFile(file, '');
  else await rm(file, { force: true });
}
