import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Problem } from '@kinora/service-kit';
import { freePort } from '@kinora/stack';
import { expect, it, onTestFinished } from 'vitest';
import { createFileClient, FileServiceError, ObjectNotFound, UploadNotFound } from './index.js';

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
  expect(await missing.getText(KEY)).toBeNull();
  const refusing = await answering(403);
  expect(await codeOf(refusing.get(KEY))).toBe(FileServiceError);
  expect(await codeOf(refusing.getText(KEY))).toBe(FileServiceError);
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

it('tells an upload that is not known from one that is refused, and from a store that is full', async () => {
  const calls = (parts: ReturnType<typeof clientOf>['parts']) => [
    parts.put(KEY, 'an id', { number: 1, offsetBytes: 0 }, Buffer.from('x')),
    parts.complete(KEY, 'an id', []),
  ];
  for (const [status, expected] of [
    [404, UploadNotFound],
    [409, FileServiceError],
    [507, 'insufficient-storage'],
    [503, 'service-unavailable'],
  ] as const) {
    const { parts } = await answering(status);
    for (const call of calls(parts)) expect(await codeOf(call)).toBe(expected);
  }
});

it('names upload, part and offset as they are, and announces the length of a part', async () => {
  const client = await clientOfServer((req, res) => {
    const etag = `${req.method} ${req.url} ${req.headers['content-length']}`;
    req.resume().on('end', () => res.writeHead(201).end(JSON.stringify({ etag })));
  });
  const { etag } = await client.parts.put(KEY, 'a+b/c=', { number: 7, offsetBytes: 2 ** 40 }, Buffer.from('bytes'));
  expect(etag).toBe(`PUT /uploads/${KEY}?uploadId=a%2Bb%2Fc%3D&part=7&offset=1099511627776 5`);
});

it('gives the words of a refusal to the log', async () => {
  const client = await clientOfServer((req, res) => {
    req.resume().on('end', () => res.writeHead(409).end(JSON.stringify({ detail: 'Part 2 is missing.' })));
  });
  await expect(client.parts.complete(KEY, 'an id', [])).rejects.toThrow(/409 to complete .*: Part 2 is missing\./);
});

it('lets one who no longer wants it end the storing of a part', async () => {
  const client = await clientOfServer(() => undefined);
  const reason = new Error('no longer wanted');
  const signal = AbortSignal.abort(reason);
  const storing = client.parts.put(KEY, 'an id', { number: 1, offsetBytes: 0 }, Buffer.from('x'), { signal });
  await expect(storing).rejects.toBe(reason);
});

it('asks how much room there is', async () => {
  const client = await clientOfServer((req, res) => res.end(JSON.stringify({ freeBytes: req.url?.length })));
  expect(await client.space()).toEqual({ freeBytes: '/space'.length });
});
