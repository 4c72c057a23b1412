import { statfs } from 'node:fs/promises';
import { eventually, tempFolder } from '@kinora/testing';
import { describe, expect, it } from 'vitest';
import { startFileService } from '../test/file-service.js';
import { createLocalStore } from './adapters/local-store.js';

const KEY = 'source/a';
const LIMITS = { objectMaxBytes: 100, partMaxBytes: 10, partMemoryMaxBytes: 10 };

const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];

async function begun(limits = {}) {
  const root = await tempFolder();
  const service = await startFileService(await createLocalStore(root), limits);
  const response = await service.call(`/uploads/${KEY}`, { method: 'POST' });
  expect(response.status).toBe(201);
  const { uploadId } = (await response.json()) as { uploadId: string };
  const address = `/uploads/${KEY}?uploadId=${uploadId}`;
  const put = (body: string, part = 1, offset = 0) =>
    service.call(`${address}&part=${part}&offset=${offset}`, { method: 'PUT', body });
  const complete = (body: unknown) =>
    service.call(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { ...service, root, address, put, complete };
}

const tagOf = async (response: Response) => ((await response.json()) as { etag: string }).etag;

describe('an upload in parts', () => {
  it('is begun, gets its parts and is completed', async () => {
    const { put, complete, call } = await begun();
    const stored = await put('hello');
    expect(stored.status).toBe(201);
    const part = (await stored.json()) as { etag: string; sizeBytes: number };
    expect(part).toEqual({ sizeBytes: 5, etag: stored.headers.get('etag') });
    const completed = await complete({ parts: [{ number: 1, ...part }] });
    expect(completed.status).toBe(201);
    expect(await completed.json()).toEqual({ sizeBytes: 5, etag: completed.headers.get('etag') });
    const read = await call(`/objects/${KEY}`);
    expect([read.headers.get('etag'), await read.text()]).toEqual([completed.headers.get('etag'), 'hello']);
  });

  it('is abandoned with 204, also when it was before, and takes no more', async () => {
    const { call, address, put } = await begun();
    for (let times = 0; times < 2; times++) expect((await call(address, { method: 'DELETE' })).status).toBe(204);
    expect(await codeOf(await put('x'))).toEqual([404, 'not-found']);
  });

  it.each([
    ['transcoder', `/uploads/${KEY}`],
    ['gateway', `/uploads/${KEY}`],
    ['transcoder', '/uploads/hls/id/1/main.m3u8'],
    ['upload-webapp', '/uploads/hls/id/1/main.m3u8'],
  ] as const)('is not for %s at %s', async (caller, path) => {
    const { call } = await begun();
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect(await codeOf(await call(path, { caller, method }))).toEqual([403, 'forbidden']);
    }
  });

  it('wants a token, a key and a method that there is', async () => {
    const { url, call } = await begun();
    expect((await fetch(`${url}/uploads/${KEY}`, { method: 'POST' })).status).toBe(401);
    expect(await codeOf(await call('/uploads/source/a%2fb', { method: 'POST' }))).toEqual([400, 'bad-path']);
    const get = await call(`/uploads/${KEY}`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, PUT, DELETE']);
  });
});

describe('a part', () => {
  it('may have so many bytes, and no more', async () => {
    const { put } = await begun(LIMITS);
    expect((await put('0123456789')).status).toBe(201);
    expect(await codeOf(await put('0123456789a'))).toEqual([413, 'file-too-large']);
  });

  it('must lie within the largest object', async () => {
    const { put } = await begun(LIMITS);
    expect((await put('0123456789', 1, 90)).status).toBe(201);
    expect(await codeOf(await put('0123456789', 1, 91))).toEqual([413, 'file-too-large']);
  });

  it.each(['part=0&offset=0', 'part=10001&offset=0', 'part=1', 'part=1&offset=-1', 'part=1&offset=1e3', 'offset=0'])(
    'is not taken with ?%s',
    async (query) => {
      const { call, address } = await begun();
      const response = await call(`${address}&${query}`, { method: 'PUT', body: 'x' });
      expect(await codeOf(response)).toEqual([400, 'bad-request']);
    },
  );

  it('has to name its upload, and to have bytes', async () => {
    const { call, put } = await begun();
    const nameless = await call(`/uploads/${KEY}?part=1&offset=0`, { method: 'PUT', body: 'x' });
    expect(await codeOf(nameless)).toEqual([400, 'bad-request']);
    expect(await codeOf(await put(''))).toEqual([400, 'bad-request']);
  });

  it('has to announce its length', async () => {
    const { raw, address } = await begun();
    const request = raw(`PUT ${address}&part=1&offset=0`, { 'transfer-encoding': 'chunked' });
    request.socket.write('1\r\nx\r\n0\r\n\r\n');
    await eventually(() => expect(request.answer()).toMatch(/^HTTP\/1\.1 400 .*Content-Length/s));
  });

  it.each(['is cut off', 'falls silent'])('leaves the former as it was when it %s', async (how) => {
    const { raw, address, put, complete, call } = await begun({ idleTimeoutMs: 300 });
    const etag = await tagOf(await put('old'));
    const request = raw(`PUT ${address}&part=1&offset=0`, { 'content-length': '3' });
    request.socket.write('ne');
    if (how === 'is cut off') request.socket.end();
    await request.closed;
    expect((await complete({ parts: [{ number: 1, sizeBytes: 3, etag }] })).status).toBe(201);
    expect(await (await call(`/objects/${KEY}`)).text()).toBe('old');
  });

  it('waits while others take all the memory that there is for parts', async () => {
    const store = await createLocalStore(await tempFolder());
    let heldBytes = 0;
    let mostBytes = 0;
    const put: typeof store.parts.put = async (key, uploadId, place, bytes) => {
      heldBytes += bytes.length;
      mostBytes = Math.max(mostBytes, heldBytes);
      const stored = await store.parts.put(key, uploadId, place, bytes);
      heldBytes -= bytes.length;
      return stored;
    };
    const { call } = await startFileService({ ...store, parts: { ...store.parts, put } }, LIMITS);
    const uploadId = await store.parts.begin(KEY);
    const numbers = Array.from({ length: 20 }, (_, at) => at + 1);
    const answers = await Promise.all(
      numbers.map((number) => {
        const address = `/uploads/${KEY}?uploadId=${uploadId}&part=${number}&offset=${number * 4}`;
        return call(address, { method: 'PUT', body: 'abcd' });
      }),
    );
    expect(answers.map((answer) => answer.status)).toEqual(numbers.map(() => 201));
    expect(mostBytes).toBe(8);
  });
});

describe('the list of parts', () => {
  it.each([
    ['no list', {}],
    ['no JSON', 'parts'],
    ['no number', { parts: [{ sizeBytes: 1, etag: '"a"' }] }],
    ['half a byte', { parts: [{ number: 1, sizeBytes: 0.5, etag: '"a"' }] }],
    ['no bytes', { parts: [{ number: 1, sizeBytes: 0, etag: '"a"' }] }],
    ['no tag', { parts: [{ number: 1, sizeBytes: 1 }] }],
    ['no part', { parts: [] }],
    ['too many', { parts: Array.from({ length: 10_001 }, (_, at) => ({ number: at + 1, sizeBytes: 1, etag: '"a"' })) }],
  ])('is refused with %s', async (_, body) => {
    const { complete } = await begun();
    expect(await codeOf(await complete(body))).toEqual([400, 'bad-request']);
  });

  it('is refused when it makes more than the largest object', async () => {
    const { complete } = await begun(LIMITS);
    const parts = [{ number: 1, sizeBytes: 101, etag: '"a"' }];
    expect(await codeOf(await complete({ parts }))).toEqual([413, 'file-too-large']);
  });

  it('is refused with words when the store has something else, and may be sent again', async () => {
    const { put, complete } = await begun();
    const etag = await tagOf(await put('hello'));
    const refused = await complete({ parts: [{ number: 1, sizeBytes: 6, etag }] });
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { code: 'parts-mismatch', detail: 'Part 1 has 5 bytes in the store, not 6.' },
    ]);
    expect((await complete({ parts: [{ number: 1, sizeBytes: 5, etag }] })).status).toBe(201);
  });
});

describe('the room that there is', () => {
  it('is told to who stores sources', async () => {
    const { call, root } = await begun();
    const { freeBytes } = (await (await call('/space')).json()) as { freeBytes: number };
    const { bavail, bsize } = await statfs(root);
    expect(Math.abs(freeBytes - bavail * bsize)).toBeLessThan(0.5 * bavail * bsize);
  });

  it('is told to nobody else', async () => {
    const { call, url } = await begun();
    for (const caller of ['transcoder', 'gateway'] as const) {
      expect(await codeOf(await call('/space', { caller }))).toEqual([403, 'forbidden']);
    }
    expect((await fetch(`${url}/space`)).status).toBe(401);
    expect((await call('/space', { method: 'PUT', body: 'x' })).status).toBe(405);
  });
});
