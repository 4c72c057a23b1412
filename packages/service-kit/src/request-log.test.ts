import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import express from 'express';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { problemHandler } from './problem.js';
import { requestLog } from './request-log.js';

let server: Server;
afterEach(() => void server.close());

async function start(trustIncomingId: boolean) {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const app = express().use(requestLog(pino({}, sink), { trustIncomingId }));
  app.get('/boom', () => {
    throw new Error('inside');
  });
  app.use((req, res, next) => {
    if (req.url.startsWith('/boom')) return next();
    req.url = '/elsewhere';
    res.json({ heard: req.headers['x-request-id'] });
  });
  app.use(problemHandler());
  await new Promise<void>((resolve) => {
    server = app.listen(0, '127.0.0.1', () => resolve());
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(base + path, { headers });
  return { get, lines };
}

it('makes an id at the edge, and takes a plausible one behind it', async () => {
  const edge = await start(false);
  const answer = await edge.get('/x', { 'X-Request-Id': 'chosen-by-client' });
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await answer.json()).toEqual({ heard: answer.headers.get('x-request-id') });
  server.close();
  const inner = await start(true);
  expect((await inner.get('/x', { 'X-Request-Id': 'made-at-the-edge' })).headers.get('x-request-id')).toBe(
    'made-at-the-edge',
  );
  expect((await inner.get('/x', { 'X-Request-Id': 'a b' })).headers.get('x-request-id')).not.toBe('a b');
});

it('writes no token, no query, no cookie, and the address that was asked for', async () => {
  const { get, lines } = await start(false);
  await get('/media/secret-token/id/main.m3u8?q=private', {
    Cookie: 'auth_token=secret-cookie',
    Authorization: 'secret-header',
  });
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    req: { method: 'GET', url: '/media/[token]/id/main.m3u8' },
    res: { statusCode: 200 },
  });
  expect(lines.join()).not.toMatch(/secret|private/);
});

it('logs what the client is not told, under the id that the client is told', async () => {
  const { get, lines } = await start(false);
  const { requestId } = (await (await get('/boom')).json()) as { requestId: string };
  await vi.waitFor(() => expect(lines.join()).toContain('inside'));
  expect(lines.find((line) => line.includes('inside'))).toContain(requestId);
});
