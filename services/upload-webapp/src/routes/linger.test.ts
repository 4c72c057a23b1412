import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningServer, serve } from '@kinora/service-kit';
import { silentLog } from '@kinora/testing';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { lingerAfterEarlyAnswer } from './linger.js';

const MAX_BYTES = 100_000;
let server: RunningServer;

afterEach(() => server.close());

/** Announces much, gets an answer at once, then sends `bodyBytes`. @returns how long the connection stayed open, and the answer */
async function sendOn(bodyBytes: number, lingerMs: number): Promise<{ openMs: number; answer: string }> {
  const app = express().post('/', lingerAfterEarlyAnswer({ lingerMs, lingerMaxBytes: MAX_BYTES }), (_req, res) => {
    res.status(413).send('no');
  });
  server = await serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  let answer = '';
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n');
  const [first] = await once(socket, 'data');
  answer += first;
  const answeredAt = Date.now();
  const closed = once(socket, 'close');
  socket.write(Buffer.alloc(bodyBytes));
  await closed;
  return { openMs: Date.now() - answeredAt, answer };
}

it('takes what still comes up to the limit, until the time is over', async () => {
  const { openMs, answer } = await sendOn(MAX_BYTES, 500);
  expect(answer).toContain('413');
  expect(openMs).toBeGreaterThanOrEqual(450);
});

it('closes at the first byte over the limit', async () => {
  const { openMs, answer } = await sendOn(MAX_BYTES + 1, 20_000);
  expect(answer).toContain('413');
  expect(openMs).toBeLessThan(10_000);
});

it('leaves a connection alone whose request had ended', async () => {
  const app = express().post('/', lingerAfterEarlyAnswer({ lingerMs: 50, lingerMaxBytes: 1 }), (req, res) => {
    req.resume().once('end', () => res.send('ok'));
  });
  server = await serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
  const socket = connect(server.port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello');
  await once(socket, 'data');
  await delay(200);
  expect(socket.destroyed).toBe(false);
  socket.destroy();
});
