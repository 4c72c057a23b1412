import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { bytesOf, eventually, tempFolder, testS3 } from '@kinora/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RawRequest, startFileService } from '../test/file-service.js';
import { createLocalStore } from './adapters/local-store.js';
import { createS3Store } from './adapters/s3-store.js';

const MIB = 1024 * 1024;

async function localService(limits = {}) {
  const root = await tempFolder();
  const service = await startFileService(await createLocalStore(root), limits);
  return { ...service, unfinished: () => readdir(path.join(root, '.partial')) };
}

async function s3Service(limits = {}) {
  const { client, bucket, endpoint, region, ...credentials } = await testS3();
  const store = createS3Store({ bucket, endpoint, region, credentials, objectMaxBytes: 64 * MIB });
  onTestFinished(() => store.close());
  const service = await startFileService(store, limits);
  const unfinished = async () => {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return Uploads.map((upload) => String(upload.Key));
  };
  return { ...service, unfinished };
}

async function write({ socket }: RawRequest, sizeBytes: number, asChunked = false): Promise<void> {
  for await (const bytes of bytesOf(sizeBytes)) {
    const data = asChunked ? [`${bytes.length.toString(16)}\r\n`, bytes, '\r\n'] : [bytes];
    for (const part of data) if (!socket.write(part)) await once(socket, 'drain');
  }
}

const KINDS = [
  ['a local folder', localService],
  ['S3', s3Service],
] as const;

describe.each(KINDS)('an upload to %s that breaks off', (_, startService) => {
  const SENT_BYTES = 20 * MIB;

  async function expectNothing({ call, unfinished }: Awaited<ReturnType<typeof startService>>) {
    await eventually(async () => expect(await unfinished()).toEqual([]));
    expect((await call('/objects/source/broken', { method: 'HEAD' })).status).toBe(404);
  }

  it('leaves nothing when the client is killed', async () => {
    const service = await startService();
    const request = service.raw('PUT /objects/source/broken', { 'content-length': String(64 * MIB) });
    await write(request, SENT_BYTES);
    await eventually(async () => expect(await service.unfinished()).toHaveLength(1));
    request.socket.resetAndDestroy();
    await expectNothing(service);
  });

  it('leaves nothing when the client ends in the middle of a chunked body', async () => {
    const service = await startService();
    const request = service.raw('PUT /objects/source/broken', { 'transfer-encoding': 'chunked' });
    await write(request, SENT_BYTES, true);
    await eventually(async () => expect(await service.unfinished()).toHaveLength(1));
    request.socket.end('10000\r\nonly a little');
    await expectNothing(service);
  });

  it('leaves nothing when less comes than was announced', async () => {
    const service = await startService();
    const request = service.raw('PUT /objects/source/broken', { 'content-length': '1000' });
    request.socket.end('x'.repeat(999));
    await request.closed;
    await expectNothing(service);
  });

  it('cuts off a client that falls silent', async () => {
    const service = await startService({ idleTimeoutMs: 300 });
    const request = service.raw('PUT /objects/source/broken', { 'content-length': '1000' });
    request.socket.write('x'.repeat(999));
    await request.closed;
    await expectNothing(service);
  });

  it('refuses an announced length over the limit before the first byte', async () => {
    const service = await startService({ objectMaxBytes: 10 });
    const request = service.raw('PUT /objects/source/broken', { 'content-length': '11' });
    await eventually(() => expect(request.answer()).toMatch(/^HTTP\/1\.1 413 .*"code":"file-too-large"/s));
    await expectNothing(service);
  });

  it('refuses a body that grows over the limit, and takes one that just fits', async () => {
    const service = await startService({ objectMaxBytes: 10 });
    const request = service.raw('PUT /objects/source/broken', { 'transfer-encoding': 'chunked' });
    request.socket.write('b\r\n01234567890\r\n0\r\n\r\n');
    await eventually(() => expect(request.answer()).toMatch(/^HTTP\/1\.1 413 /));
    await expectNothing(service);
    expect((await service.call('/objects/source/fits', { method: 'PUT', body: '0123456789' })).status).toBe(201);
  });

  it('lets a refused client that goes on sending read the answer, then cuts it off', async () => {
    const service = await startService({ objectMaxBytes: 10 });
    const request = service.raw('PUT /objects/source/broken', { 'transfer-encoding': 'chunked' });
    const more = setInterval(() => request.socket.write('10\r\n0123456789abcdef\r\n'), 5);
    onTestFinished(() => clearInterval(more));
    await request.closed;
    expect(request.answer()).toMatch(/^HTTP\/1\.1 413 /);
  });
});
