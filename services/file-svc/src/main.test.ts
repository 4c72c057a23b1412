import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bytesOf, eventually, tempFolder } from '@kinora/testing';
import { expect, it } from 'vitest';
import { limitFileSize, run, runReady, UPLOAD_TOKEN } from '../test/program.js';

const MIB = 1024 * 1024;

it('says what is missing in its configuration, and nothing of what is there', async () => {
  const { exit, output } = run({ FILE_TOKEN_GATEWAY: 'change-me-change-me-change-me-change-me' });
  expect(await exit).toBe(78);
  expect(output()).toMatch(/FILE_TOKEN_GATEWAY: .*placeholder/);
  expect(output()).not.toContain(UPLOAD_TOKEN);
});

it('wants memory for the largest part', async () => {
  const env = { FILE_STORE_DIR: '/none', PART_MAX_BYTES: '1001', PART_MEMORY_MAX_BYTES: '1000' };
  const { exit, output } = run(env);
  expect(await exit).toBe(78);
  expect(output()).toMatch(/PART_MEMORY_MAX_BYTES: .*PART_MAX_BYTES/);
});

it('wants one of the two stores', async () => {
  const { exit, output } = run({});
  expect(await exit).toBe(78);
  expect(output()).toMatch(/FILE_STORE_DIR: .*S3_BUCKET/);
});

it('answers 507 when the store takes no more, and leaves nothing behind', async () => {
  const { url, root, headers } = await runReady({}, limitFileSize(MIB));
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
  const { kill, url, root, headers } = await runReady();
  expect((await fetch(`${url}/objects/source/a`, { method: 'PUT', headers, body: 'kept' })).status).toBe(201);
  await kill();
  expect(await readFile(path.join(root, 'source/a'), 'utf8')).toBe('kept');
});
