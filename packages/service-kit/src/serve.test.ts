import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { serve } from './serve.js';

const log = pino({ level: 'silent' });

async function send(port: number, text: string): Promise<{ socket: Socket; received: () => string }> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.write(text);
  return { socket, received: () => received };
}

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

it('stops when the running request has ended, and takes no new one', async () => {
  const running: ServerResponse[] = [];
  const { port, close } = await serve((_req, res) => void running.push(res), { host: '127.0.0.1', port: 0, log });
  const idle = await send(port, '');
  const busy = await send(port, GET);
  await vi.waitFor(() => expect(running).toHaveLength(1));
  const closed = close();
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  running[0]?.end('done');
  const startedAt = performance.now();
  await closed;
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await vi.waitFor(() => expect(busy.received()).toContain('done'));
  idle.socket.destroy();
});

it('ends upgraded connections at once when it stops', async () => {
  const { port, close } = await serve((_req, res) => void res.end(), {
    host: '127.0.0.1',
    port: 0,
    log,
    onUpgrade: (_req, socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
  });
  const { socket, received } = await send(
    port,
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
  );
  await vi.waitFor(() => expect(received()).toContain('101'));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await close();
  await ended;
});

it('does nothing for a request of which it has said that it came too late', async () => {
  const handler = vi.fn((_req: unknown, res: ServerResponse) => void res.end());
  const { port, close } = await serve(handler, { host: '127.0.0.1', port: 0, log, headersTimeoutMs: 100 });
  const { socket, received } = await send(port, 'GET / HTTP/1.1\r\nHost:');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1.1 408 /));
  socket.write(' x\r\n\r\n');
  await closed;
  expect(handler).not.toHaveBeenCalled();
  await close();
});

it('breaks an answer off rather than to write another one into it', async () => {
  const { port, close } = await serve((_req, res) => void res.write('half'), { host: '127.0.0.1', port: 0, log });
  const { socket, received } = await send(port, GET);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await vi.waitFor(() => expect(received()).toContain('half'));
  socket.write('Hello\r\n\r\n');
  await closed;
  expect(received()).not.toContain('400');
  await close();
});

it('says which port is taken', async () => {
  const { port, close } = await serve((_req, res) => void res.end(), { host: '127.0.0.1', port: 0, log });
  await expect(serve(() => undefined, { host: '127.0.0.1', port, log })).rejects.toThrow(String(port));
  await close();
});
