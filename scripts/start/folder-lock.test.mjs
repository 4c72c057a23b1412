import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock, withLock } from './folder-lock.mjs';

const LOCK_MODULE = new URL('./folder-lock.mjs', import.meta.url).href;

let file = '';
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'kinora-lock-')), 'lock');
});
afterEach(() => rmSync(path.dirname(file), { recursive: true, force: true }));

/** Another process that takes the lock and keeps it. */
async function holder() {
  const code = `import { takeLock } from '${LOCK_MODULE}'; takeLock(${JSON.stringify(file)}, 'http://there'); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  return async () => {
    child.kill('SIGKILL');
    await gone;
  };
}

test('a lock that a living process holds is refused, and says who holds it', async () => {
  const kill9 = await holder();
  try {
    expect(takeLock(file, 'here')).toMatchObject({ heldBy: { about: 'http://there', pid: expect.any(Number) } });
  } finally {
    await kill9();
  }
});

test('a lock whose process was killed is taken over', async () => {
  const kill9 = await holder();
  await kill9();
  expect(existsSync(file)).toBe(true);
  expect(takeLock(file, 'here')).toHaveProperty('release');
});

test('a released lock is free', () => {
  const lock = takeLock(file, 'here');
  if ('release' in lock) lock.release();
  expect(takeLock(file, 'here')).toHaveProperty('release');
});

test('works that want the same lock run one after the other', async () => {
  /** @type {string[]} */
  const order = [];
  /** @param {string} name */
  const work = (name) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${name} ends`);
  };
  let waits = 0;
  const wait = () => void waits++;
  await Promise.all([withLock(file, wait, work('a')), withLock(file, wait, work('b'))]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(waits).toBe(1);
});
