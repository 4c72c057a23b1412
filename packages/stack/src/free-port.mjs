import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const BLOCK_PORTS = 40;
const ATTEMPTS = 200;

/** @param {number} port @returns {Promise<import('node:net').Server | null>} null when something listens there */
const listenOn = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

/** @param {number} port */
async function isFree(port) {
  const server = await listenOn(port);
  if (server) await new Promise((resolve) => server.close(resolve));
  return server !== null;
}

/**
 * Makes a block of ports this process's own for as long as it lives: it listens on the first, which the system lets
 * only one process do, and has the others to give.
 * @param {number} lowestPort @param {number} blocks
 */
async function ownBlock(lowestPort, blocks) {
  for (let i = 0; i < ATTEMPTS; i++) {
    const first = lowestPort + randomInt(blocks) * BLOCK_PORTS;
    const guard = await listenOn(first);
    if (!guard) continue;
    guard.unref();
    return Array.from({ length: BLOCK_PORTS - 1 }, (_, index) => first + 1 + index);
  }
  throw new Error(`no free ports found between ${lowestPort} and ${lowestPort + blocks * BLOCK_PORTS}`);
}

/**
 * Gives ports away: each once, in this process and in all others that give from the same range.
 * @param {{ lowestPort: number, blocks: number }} range
 * @returns {() => Promise<number>}
 */
export function portGiver({ lowestPort, blocks }) {
  /** @type {number[]} */
  let own = [];
  /** @type {Promise<unknown>} */
  let lastGiven = Promise.resolve();

  async function next() {
    for (;;) {
      if (own.length === 0) own = await ownBlock(lowestPort, blocks);
      const port = own.shift();
      if (port !== undefined && (await isFree(port))) return port;
    }
  }

  return () => {
    const given = lastGiven.then(next);
    lastGiven = given.catch(() => {});
    return given;
  };
}

/**
 * A TCP port on which nothing listens on 127.0.0.1, given to nobody else, also while nothing listens on it yet.
 * It is below the range from which systems take the ports of outgoing connections, so that none of those takes it first.
 */
export const freePort = portGiver({ lowestPort: 20_000, blocks: 300 });
