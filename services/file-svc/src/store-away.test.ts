import { once } from 'node:events';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { freePort, startSwift } from '@kinora/stack';
import { bytesOf, eventually, tempFolder } from '@kinora/testing';
import { expect, it, onTestFinished } from 'vitest';
import { startFileService } from '../test/file-service.js';
import { createLocalStore } from './adapters/local-store.js';
import { createS3Store } from './adapters/s3-store.js';

const MIB = 1024 * 1024;

async function serviceOnSwift() {
  const dir = await tempFolder();
  const port = await freePort();
  let swift = await startSwift({ dir, port });
  onTestFinished(() => swift.stop());
  const { bucket, endpoint, region, accessKeyId, secretAccessKey } = swift;
  const credentials = { accessKeyId, secretAccessKey };
  const store = createS3Store({ bucket, endpoint, region, credentials, objectMaxBytes: 1024 * MIB });
  onTestFinished(() => store.close());
  return {
    store,
    ...(await startFileService(store)),
    killSwift: () => swift.kill(),
    restartSwift: async () => {
      swift = await startSwift({ dir, port });
    },
  };
}

it('answers 503 while S3 is away, and goes on by itself when it is back', async () => {
  const { call, killSwift, restartSwift } = await serviceOnSwift();
  await call('/objects/source/a', { method: 'PUT', body: 'kept' });
  expect((await call('/readyz')).status).toBe(200);
  await killSwift();
  for (const init of [{}, { method: 'PUT', body: 'x' }, { method: 'DELETE' }]) {
    const response = await call('/objects/source/a', init);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'service-unavailable' });
    expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
  }
  expect((await call('/readyz')).status).toBe(503);
  await restartSwift();
  expect(await (await call('/objects/source/a')).text()).toBe('kept');
  expect((await call('/readyz')).status).toBe(200);
}, 60_000);

it('breaks the connection off when S3 goes away in the middle of a read', async () => {
  const { store, raw, killSwift } = await serviceOnSwift();
  const sizeBytes = 96 * MIB;
  await store.put('source/a', bytesOf(sizeBytes));
  const request = raw('GET /objects/source/a');
  await once(request.socket, 'data');
  request.socket.pause();
  await killSwift();
  request.socket.resume();
  await request.closed;
  expect(request.answer()).toMatch(/^HTTP\/1\.1 200 /);
  expect(request.answer().length).toBeLessThan(sizeBytes);
}, 60_000);

it('answers 503 when the local folder is away, and goes on when it is back', async () => {
  const root = path.join(await tempFolder(), 'store');
  const { call } = await startFileService(await createLocalStore(root));
  await rename(root, `${root}-away`);
  expect((await call('/objects/source/a', { method: 'PUT', body: 'x' })).status).toBe(503);
  expect((await call('/readyz')).status).toBe(503);
  await rename(`${root}-away`, root);
  await eventually(async () => expect((await call('/readyz')).status).toBe(200));
  expect((await call('/objects/source/a', { method: 'PUT', body: 'x' })).status).toBe(201);
});

it('answers 409 when a key would have to be a file and a folder', async () => {
  const root = await tempFolder();
  const { call } = await startFileService(await createLocalStore(root));
  await mkdir(path.join(root, 'source/a'), { recursive: true });
  const response = await call('/objects/source/a', { method: 'PUT', body: 'x' });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'conflict']);
});
