import { tempFolder } from '@kinora/testing';
import { describe, expect, it } from 'vitest';
import { startFileService } from '../test/file-service.js';
import { createLocalStore } from './adapters/local-store.js';

const start = async (limits = {}) => startFileService(await createLocalStore(await tempFolder()), limits);
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('storing and reading', () => {
  it('answers 201 with the length and the tag, and gives the object back', async () => {
    const { call } = await start();
    const stored = await call('/objects/source/a', { method: 'PUT', body: '0123456789' });
    expect(stored.status).toBe(201);
    const { sizeBytes, etag } = (await stored.json()) as { sizeBytes: number; etag: string };
    expect(sizeBytes).toBe(10);
    const read = await call('/objects/source/a');
    expect(read.status).toBe(200);
    expect(await read.text()).toBe('0123456789');
    expect(Object.fromEntries(read.headers)).toMatchObject({
      etag,
      'content-length': '10',
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    });
    const head = await call('/objects/source/a', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([200, '10', etag]);
  });

  it('names the media type that players expect', async () => {
    const { call } = await start();
    await call('/objects/hls/id/1/main.m3u8', { method: 'PUT', body: '#EXTM3U', caller: 'transcoder' });
    const read = await call('/objects/hls/id/1/main.m3u8', { caller: 'gateway' });
    expect(read.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  });

  it('stores and reads an empty object', async () => {
    const { call } = await start();
    expect((await call('/objects/source/empty', { method: 'PUT', body: '' })).status).toBe(201);
    const read = await call('/objects/source/empty');
    expect([read.status, read.headers.get('content-length'), await read.text()]).toEqual([200, '0', '']);
  });

  it('keeps one of two bodies that two clients store under one key at once', async () => {
    const { call } = await start();
    const bodies = ['a', 'b'].map((letter) => letter.repeat(3_000_000));
    const answers = await Promise.all(bodies.map((body) => call('/objects/source/a', { method: 'PUT', body })));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    expect(bodies).toContain(await (await call('/objects/source/a')).text());
  });

  it('removes one object and a whole prefix, as often as it is asked', async () => {
    const { call } = await start();
    for (const key of ['hls/id/1/a.m4s', 'hls/id/2/a.m4s', 'hls/id2/1/a.m4s']) {
      await call(`/objects/${key}`, { method: 'PUT', body: 'x', caller: 'transcoder' });
    }
    for (let times = 0; times < 2; times++) {
      const one = await call('/objects/hls/id/1/a.m4s', { method: 'DELETE', caller: 'transcoder' });
      expect(one.status).toBe(204);
      const all = await call('/objects?prefix=hls/id/', { method: 'DELETE', caller: 'transcoder' });
      expect(all.status).toBe(204);
    }
    expect((await call('/objects/hls/id/2/a.m4s', { caller: 'gateway' })).status).toBe(404);
    expect((await call('/objects/hls/id2/1/a.m4s', { caller: 'gateway' })).status).toBe(200);
  });

  it('answers 404 for what is not there, and 405 with the methods that are', async () => {
    const { call } = await start();
    for (const method of ['GET', 'HEAD']) expect((await call('/objects/source/none', { method })).status).toBe(404);
    const post = await call('/objects/source/none', { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, DELETE']);
    expect((await call('/objects', { method: 'PUT' })).status).toBe(405);
  });
});

describe('ranges and conditions', () => {
  const stored = async () => {
    const service = await start();
    const response = await service.call('/objects/source/a', { method: 'PUT', body: '0123456789' });
    const { etag } = (await response.json()) as { etag: string };
    return { etag, get: (headers: Record<string, string>) => service.call('/objects/source/a', { headers }) };
  };

  it.each([
    ['bytes=0-0', 'bytes 0-0/10', '0'],
    ['bytes=2-4', 'bytes 2-4/10', '234'],
    ['bytes=7-', 'bytes 7-9/10', '789'],
    ['bytes=-2', 'bytes 8-9/10', '89'],
    ['bytes=0-99', 'bytes 0-9/10', '0123456789'],
  ])('answers 206 to %s', async (range, contentRange, text) => {
    const response = await (await stored()).get({ range });
    expect([response.status, response.headers.get('content-range')]).toEqual([206, contentRange]);
    expect(response.headers.get('content-length')).toBe(String(text.length));
    expect(await response.text()).toBe(text);
  });

  it.each(['bytes=10-', 'bytes=-0'])('answers 416 to %s', async (range) => {
    const response = await (await stored()).get({ range });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    expect(await codeOf(response)).toBe('range-not-satisfiable');
  });

  it.each(['bytes=4-2', 'lines=1-2', 'bytes=0-1,3-4'])('sends all for %s', async (range) => {
    const response = await (await stored()).get({ range });
    expect([response.status, await response.text()]).toEqual([200, '0123456789']);
  });

  it('answers 304 to a client that has it already', async () => {
    const { etag, get } = await stored();
    const response = await get({ 'if-none-match': `"other", ${etag}`, range: 'bytes=0-1' });
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, '']);
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('sends a range only of the state that the client knows', async () => {
    const { etag, get } = await stored();
    expect((await get({ range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
    expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });
});

describe('who may call', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${'x'.repeat(48)}` }],
    ['another scheme', { authorization: 'Basic eDp5' }],
  ])('answers 401 to %s', async (_, headers) => {
    const { url } = await start();
    const response = await fetch(`${url}/objects/source/a`, { headers: headers as Record<string, string> });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await codeOf(response)).toBe('unauthenticated');
  });

  it.each([
    ['gateway', 'GET', '/objects/source/a'],
    ['gateway', 'PUT', '/objects/hls/id/a'],
    ['gateway', 'DELETE', '/objects?prefix=hls/id/'],
    ['gateway', 'GET', '/objects?prefix=hls/id/'],
    ['transcoder', 'PUT', '/objects/source/a'],
    ['transcoder', 'DELETE', '/objects/source/a'],
    ['transcoder', 'PUT', '/objects/pictures/id/a'],
    ['transcoder', 'GET', '/objects/captions/id/a'],
    ['upload-webapp', 'PUT', '/objects/hls/id/a'],
    ['streaming-webapp', 'GET', '/objects/source/a'],
    ['streaming-webapp', 'PUT', '/objects/captions/id/a'],
    ['gateway', 'GET', '/objects/captions/id/a'],
    ['gateway', 'PUT', '/objects/pictures/id/a'],
    ['upload-webapp', 'DELETE', '/objects?prefix=hls/id/'],
  ] as const)('answers 403 to %s: %s %s', async (caller, method, path) => {
    const { call } = await start();
    const response = await call(path, { caller, method, ...(method === 'PUT' ? { body: 'x' } : {}) });
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden']);
  });
});

describe('bad addresses', () => {
  it.each([
    'source/../hls/id',
    'source/%2e%2e/hls/id',
    'source/a%2fb',
    'source/a%00',
    'source/%zz',
    'source/',
    'source//a',
    'other/a',
    'source/a%20b',
    `source/${'x'.repeat(600)}`,
  ])('answers 400 to %s', async (key) => {
    const { raw } = await start();
    const request = raw(`GET /objects/${key}`, { connection: 'close' });
    await request.closed;
    expect(request.answer()).toMatch(/^HTTP\/1\.1 400 /);
    expect(request.answer()).toContain('"code":"bad-path"');
  });

  it.each(['', '?prefix=', '?prefix=hls/', '?prefix=hls/id', '?prefix=../', '?prefix=hls/a/&prefix=hls/b/'])(
    'answers 400 to DELETE of the prefix %j',
    async (query) => {
      const { call } = await start();
      const response = await call(`/objects${query}`, { method: 'DELETE', caller: 'transcoder' });
      expect([response.status, await codeOf(response)]).toEqual([400, 'bad-path']);
    },
  );
});
