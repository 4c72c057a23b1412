import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Problem } from '@kinora/service-kit';
import { freePort } from '@kinora/stack';
import { expect, it, onTestFinished } from 'vitest';
import { createFileClient, FileServiceError, ObjectNotFound } from './index.js';

const KEY = 'source/7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10';

const clientOf = (port: number) => {
  const client = createFileClient({ baseUrl: `http://127.0.0.1:${port}`, token: 'a token' });
  onTestFinished(() => client.close());
  return client;
};

async function clientOfServer(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return clientOf((server.address() as AddressInfo).port);
}

const answering = (status: number) =>
  clientOfServer((req, res) => {
    req.resume().on('end', () => res.writeHead(status).end());
  });

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Problem ? error.code : (error as Error).constructor),
  );

it('says that the store is full, not that it is away', async () => {
  const client = await answering(507);
  expect(await codeOf(client.put(KEY, Readable.from(['x'])))).toBe('insufficient-storage');
});

it('says that the storage is unavailable for any other 5xx, and when nobody listens', async () => {
  expect(await codeOf((await answering(503)).head(KEY))).toBe('service-unavailable');
  expect(await codeOf(clientOf(await freePort()).remove(KEY))).toBe('service-unavailable');
});

it('tells a missing object from a refusal', async () => {
  const missing = await answering(404);
  expect(await codeOf(missing.get(KEY))).toBe(ObjectNotFound);
  expect(await missing.head(KEY)).toBeNull();
  expect(await codeOf((await answering(403)).get(KEY))).toBe(FileServiceError);
});

it('ends with the reason of the one who aborted', async () => {
  const client = await clientOfServer(() => undefined);
  const reason = new Error('no longer wanted');
  await expect(client.get(KEY, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it('never takes a body that broke off for a whole one', async () => {
  const client = await clientOfServer((_req, res) => {
    res.writeHead(200, { 'content-length': 10, etag: '"1"' }).write('half', () => res.destroy());
  });
  const { body } = await client.get(KEY);
  await expect(text(body)).rejects.toThrow();
});

it('asks for a range as HTTP counts it, with its credential', async () => {
  const client = await clientOfServer((req, res) => {
    const asked = `${req.headers.range} ${req.headers.authorization}`;
    res.writeHead(206, { 'content-length': asked.length, etag: '"1"' }).end(asked);
  });
  const { body } = await client.get(KEY, { range: { first: 5, last: 9 } });
  expect(await text(body)).toBe('bytes=5-9 Bearer a token');
});
