import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, freePort } from '@kinora/stack';
import { bytesOf, eventually, tempFolder } from '@kinora/testing';
import { expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const TSX = ['--import', import.meta.resolve('tsx')];
const MIB = 1024 * 1024;

const token = randomBytes(24).toString('hex');
const settings = {
  HOST: '127.0.0.1',
  FILE_TOKEN_UPLOAD_WEBAPP: token,
  FILE_TOKEN_TRANSCODER: randomBytes(24).toString('hex'),
  FILE_TOKEN_GATEWAY: randomBytes(24).toString('hex'),
};

/** Runs the program itself, perhaps under another one that limits it. */
function run(env: Record<string, string>, limiter: string[] = []) {
  const [command = '', ...args] = [...limiter, process.execPath, ...TSX, MAIN];
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...settings, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, exit, output: () => output };
}

async function runReady(env: Record<string, string> = {}, limiter: string[] = []) {
  const port = await freePort();
  const root = await tempFolder();
  const program = run({ PORT: String(port), FILE_STORE_DIR: root, ...env }, limiter);
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), { timeoutMs: 20_000 });
  return { ...program, url, root, headers: { authorization: `Bearer ${token}` } };
}

it('says what is missing in its configuration, and nothing of what is there', async () => {
  const { exit, output } = run({ FILE_TOKEN_GATEWAY: 'change-me-change-me-change-me-change-me' });
  expect(await exit).toBe(78);
  expect(output()).toMatch(/FILE_TOKEN_GATEWAY: .*placeholder/);
  expect(output()).not.toContain(token);
});

it('wants one of the two stores', async () => {
  const { exit, output } = run({});
  expect(await exit).toBe(78);
  expect(output()).toMatch(/FILE_STORE_DIR: .*S3_BUCKET/);
});

it('answers 507 when the store takes no more, and leaves nothing behind', async () => {
  // A limit on the size of a file is what a full disk can be had for without being root.
  const prlimit = [findProgram('prlimit') ?? 'prlimit', `--fsize=${MIB}`];
  const { url, root, headers } = await runReady({}, prlimit);
  const body = new ReadableStream({
    async start(controller) {
      for await (const bytes of bytesOf(3 * MIB)) controller.enqueue(bytes);
      controller.close();
    },
  });
  const response = await fetch(`${url}/objects/source/a`, {
    method: 'PUT',
    headers,
    body,
    duplex: 'half',
  } as RequestInit);
  expect([response.status, await response.json()]).toMatchObject([507, { code: 'insufficient-storage' }]);
  expect(await readdir(path.join(root, '.partial'))).toEqual([]);
  expect((await fetch(`${url}/objects/source/a`, { headers })).status).toBe(404);
  expect((await fetch(`${url}/objects/source/a`, { method: 'PUT', headers, body: 'fits' })).status).toBe(201);
});

it('removes at its start what a killed one left behind long ago, and stops when asked', async () => {
  const root = await tempFolder();
  const partials = path.join(root, '.partial');
  await mkdir(partials);
  for (const name of ['source~old~~1', 'source~new~~1']) await writeFile(path.join(partials, name), 'x');
  const longAgo = new Date(Date.now() - 3 * 3_600_000);
  await utimes(path.join(partials, 'source~old~~1'), longAgo, longAgo);
  const { child, exit } = await runReady({ FILE_STORE_DIR: root, STALE_UPLOAD_HOURS: '2' });
  await eventually(async () => expect(await readdir(partials)).toEqual(['source~new~~1']));
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

it('keeps what it stored when it is killed right after the answer', async () => {
  const { child, exit, url, root, headers } = await runReady();
  expect((await fetch(`${url}/objects/source/a`, { method: 'PUT', headers, body: 'kept' })).status).toBe(201);
  child.kill('SIGKILL');
  await exit;
  expect(await readFile(path.join(root, 'source/a'), 'utf8')).toBe('kept');
});
