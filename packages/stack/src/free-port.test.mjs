import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { portGiver } from './free-port.mjs';

const MODULE = new URL('free-port.mjs', import.meta.url).href;
const BLOCK = 39;
/** Nobody else asks for these. */
const RANGE = { lowestPort: 32_000, blocks: 4 };

const freePort = portGiver(RANGE);
/** @param {number} count */
const many = (count) => Promise.all(Array.from({ length: count }, freePort));

/** Another process, which asks until there are no more. @returns {Promise<number[]>} */
async function restTakenByAnotherProcess() {
  const script = `
    import { portGiver } from '${MODULE}';
    const freePort = portGiver(${JSON.stringify(RANGE)});
    const ports = [];
    while (ports.length < 1000) {
      const port = await freePort().catch(() => null);
      if (port === null) break;
      ports.push(port);
    }
    console.log(JSON.stringify(ports));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return JSON.parse(stdout);
}

it('gives no port twice, and none on which something listens', async () => {
  const [first = 0] = await many(1);
  const server = createServer();
  await new Promise((resolve) => server.listen(first + 1, '127.0.0.1', () => resolve(null)));
  const ports = [first, ...(await many(10)), ...(await many(10))];
  server.close();
  expect(new Set(ports).size).toBe(21);
  expect(ports).not.toContain(first + 1);
});

it('gives no other process a port that it has given, though nothing listens there yet', async () => {
  const ours = new Set(await many(BLOCK));
  const theirs = await restTakenByAnotherProcess();
  expect(theirs).toHaveLength(2 * BLOCK);
  expect(theirs.filter((port) => ours.has(port))).toEqual([]);
});
