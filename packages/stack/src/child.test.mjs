import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startChild, untilReady } from './child.mjs';
import { endLeftovers } from './leftovers.mjs';
import { startNode } from './node.mjs';
import { processIdentity } from './process-identity.mjs';

/** @type {string} */
let dir;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'kinora-stack-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const FOREVER = 'setInterval(() => {}, 1000)';
/** @param {string} code @param {Partial<import('./child.mjs').ChildOptions>} [more] */
const start = (code, more) =>
  startChild({
    name: 'child',
    command: process.execPath,
    args: ['-e', code],
    logFile: path.join(dir, 'log'),
    pidFile: path.join(dir, 'child.pid'),
    ...more,
  });
/** @param {number} pid */
const isGone = (pid) => processIdentity(pid) === null;

it('says whether an end was asked for', async () => {
  const onExit = vi.fn();
  await (await start(FOREVER, { onExit })).stop();
  await (await start(FOREVER, { onExit })).kill();
  expect(onExit.mock.calls).toEqual([
    [{ code: null, signal: 'SIGTERM', expected: true }],
    [{ code: null, signal: 'SIGKILL', expected: false }],
  ]);
  expect(existsSync(path.join(dir, 'child.pid'))).toBe(false);
});

it('kills what does not stop in time', async () => {
  const child = await start("process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)", {
    stopGraceMs: 50,
  });
  await untilReady(child, async () => (await readFile(child.logFile, 'utf8')).includes('up'), 5_000);
  await child.stop();
  expect(child.exit()?.signal).toBe('SIGKILL');
});

it('ends the children of a child that died', async () => {
  const code = `console.log(require('child_process').spawn('sleep', ['60']).pid); ${FOREVER}`;
  const child = await start(code);
  await untilReady(child, async () => /\d+\n/.test(await readFile(child.logFile, 'utf8')), 5_000);
  const grandchild = Number(await readFile(child.logFile, 'utf8'));
  await child.kill();
  await vi.waitFor(() => expect(isGone(grandchild)).toBe(true), 5_000);
});

it('gives the end of the log when a child does not start', async () => {
  const child = await start("console.error('no disk'); process.exit(3)");
  await expect(untilReady(child, async () => false, 5_000)).rejects.toThrow(/no disk/);
});

it('rejects when there is no such program', async () => {
  await expect(start('', { command: '/nowhere/program' })).rejects.toThrow(/ENOENT/);
});

it('ends what a killed parent left behind under whatever name, and nothing of a parent that lives', async () => {
  const pidFile = path.join(dir, 'child.pid');
  const script = path.join(dir, 'parent.mjs');
  const module = new URL('./child.mjs', import.meta.url).href;
  const options = {
    name: 'c',
    command: process.execPath,
    args: ['-e', `process.title = 'renamed'; ${FOREVER}`],
    logFile: path.join(dir, 'l'),
    pidFile,
  };
  await writeFile(
    script,
    `import { startChild } from ${JSON.stringify(module)}; await startChild(${JSON.stringify(options)}); ${FOREVER}`,
  );
  const parent = spawn(process.execPath, [script]);
  await vi.waitFor(() => expect(existsSync(pidFile)).toBe(true), 5_000);
  const left = JSON.parse(await readFile(pidFile, 'utf8')).child.pid;
  const name = () => execFileSync('ps', ['-o', 'command=', '-p', String(left)], { encoding: 'utf8' });
  await vi.waitFor(() => expect(name()).toContain('renamed'), 5_000);
  await expect(start(FOREVER)).rejects.toThrow(/still runs/);
  expect(isGone(left)).toBe(false);

  const gone = new Promise((resolve) => parent.once('exit', resolve));
  parent.kill('SIGKILL');
  await gone;
  const next = await start(FOREVER);
  expect(isGone(left)).toBe(true);
  await next.stop();
});

it('leaves alone the file of a parent that lives, whose child has just died, and files that others write', async () => {
  const parent = spawn('sleep', ['60']);
  const pid = Number(parent.pid);
  const known = { child: { pid, identity: '1 died' }, parent: { pid, identity: processIdentity(pid) } };
  await writeFile(path.join(dir, 'redis.pid'), JSON.stringify(known));
  await writeFile(path.join(dir, 'mariadbd.pid'), String(pid));
  expect(await endLeftovers(dir)).toBe(false);
  expect([existsSync(path.join(dir, 'redis.pid')), existsSync(path.join(dir, 'mariadbd.pid'))]).toEqual([true, true]);
  expect(isGone(pid)).toBe(false);
  parent.kill();
});

it('ends nothing when the process id belongs to somebody else by now', async () => {
  const other = spawn('sleep', ['60']);
  const known = { pid: other.pid, identity: '1 sleep 60' };
  await writeFile(path.join(dir, 'child.pid'), JSON.stringify({ child: known, parent: known }));
  await (await start(FOREVER)).stop();
  expect(isGone(Number(other.pid))).toBe(false);
  other.kill();
});

it('runs a Node program with its arguments', async () => {
  const entry = path.join(dir, 'entry.mjs');
  await writeFile(entry, 'console.log(process.argv[2], process.env.WORD)');
  const logFile = path.join(dir, 'svc.log');
  await new Promise((resolve) => {
    startNode({ name: 'svc', entry, args: ['a'], env: { WORD: 'b' }, logFile, onExit: resolve });
  });
  expect(await readFile(logFile, 'utf8')).toBe('a b\n');
  expect(execFileSync('stat', ['-c', '%a', logFile], { encoding: 'utf8' }).trim()).toBe('600');
});
