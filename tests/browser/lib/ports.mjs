// Free ports on loopback, from below the range that the system uses for outgoing connections: a port that we keep
// closed on purpose (a dead upstream) must not be taken by somebody's client meanwhile.
import { createServer } from 'node:net';

const lowest = 20_000;
const highest = 32_000;

/** @type {Set<number>} */
const given = new Set();

/** @returns {Promise<number>} */
export async function freePort() {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
  throw new Error(`no free port between ${lowest} and ${highest}`);
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
