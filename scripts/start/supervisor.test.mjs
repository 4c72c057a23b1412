import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort, startChild, untilReady } from '../../packages/stack/src/index.mjs';
import { backoffMs, createSupervisor, Stopped } from './supervisor.mjs';

let dir = '';
/** @type {string[]} */
let said = [];
/** @type {import('./supervisor.mjs').Supervisor} */
let supervisor;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'kinora-supervisor-'));
  said = [];
  supervisor = createSupervisor((line) => void said.push(line));
});
afterEach(async () => {
  await supervisor.kill();
  rmSync(dir, { recursive: true, force: true });
});

const LISTEN = 'require("net").createServer((s) => s.end("hello")).listen(process.argv[1], "127.0.0.1")';

/** @param {number} port */
const isTaken = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });

/** A part that runs a line of JavaScript. @param {string} name @param {string} code @param {number} [port] waits until it listens there */
function part(name, code, port) {
  /** @type {import('../../packages/stack/src/child.mjs').Child[]} */
  const launched = [];
  return {
    name,
    launched,
    /** @param {(exit: import('../../packages/stack/src/child.mjs').Exit) => void} onExit */
    async launch(onExit) {
      const files = { logFile: path.join(dir, `${name}.log`), pidFile: path.join(dir, `${name}.pid`) };
      const args = ['-e', code, ...(port === undefined ? [] : [String(port)])];
      const child = await startChild({ name, command: process.execPath, args, ...files, onExit });
      launched.push(child);
      return child;
    },
    ready: async () => {
      const child = launched[0];
      if (child && port !== undefined) await untilReady(child, async () => isTaken(port), 10_000);
    },
  };
}

test('a process that is killed comes back on its port', async () => {
  const port = await freePort();
  const server = part('server', LISTEN, port);
  await supervisor.start([server]);
  process.kill(server.launched[0]?.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(server.launched).toHaveLength(2), 10_000);
  await vi.waitFor(async () => expect(await isTaken(port)).toBe(true), 10_000);
  expect(said).toEqual(['server was ended by SIGKILL; starting it again']);
});

test('a stopped process does not come back', async () => {
  const server = part('server', 'setInterval(() => {}, 1000)');
  await supervisor.start([server]);
  await supervisor.stop();
  expect(server.launched.map((child) => child.exit()?.expected)).toEqual([true]);
  expect(said).toEqual([]);
});

test('stages stop in reverse order', async () => {
  /** @type {string[]} */
  const stopped = [];
  /** @param {string} name */
  const fake = (name) => ({
    name,
    launch: async () => ({ stop: async () => void stopped.push(name), kill: async () => {} }),
  });
  await supervisor.start([fake('database')]);
  await supervisor.start([fake('service')]);
  await supervisor.start([fake('gateway')]);
  await supervisor.stop();
  expect(stopped).toEqual(['gateway', 'service', 'database']);
});

test('a process that never comes up fails the start with the end of its log, and is not started again', async () => {
  const broken = part('broken', 'console.log("no such bucket"); process.exit(3)', await freePort());
  await expect(supervisor.start([broken])).rejects.toThrow('no such bucket');
  await supervisor.stop();
  expect(broken.launched).toHaveLength(1);
});

test('a stop while something starts ends what runs already', async () => {
  const port = await freePort();
  const slow = part('slow', 'setInterval(() => {}, 1000)', port);
  const starting = supervisor.start([slow]);
  await vi.waitFor(() => expect(slow.launched).toHaveLength(1), 10_000);
  const failed = expect(starting).rejects.toThrow();
  await supervisor.stop();
  await failed;
  expect(slow.launched[0]?.exit()).not.toBeNull();
  await expect(supervisor.start([slow])).rejects.toThrow(Stopped);
});

test('each crash in a row waits longer, up to a bound', () => {
  expect([0, 1, 2, 50].map(backoffMs)).toEqual([250, 500, 1_000, 30_000]);
});
