import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { healthRoutes } from './health.js';

let server: Server;
let base: string;
let calls: number;
let check: () => Promise<unknown>;

beforeAll(async () => {
  const app = express().use(
    healthRoutes({
      database: () => {
        calls++;
        return check();
      },
      storage: async () => 'fine',
    }),
  );
  await new Promise<void>((resolve) => {
    server = app.listen(0, '127.0.0.1', () => resolve());
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  calls = 0;
  check = async () => 'fine';
});

const ready = async () => {
  const response = await fetch(`${base}/readyz`);
  return [response.status, await response.json()];
};

it('is ready when everything it depends on answers', async () => {
  expect(await ready()).toEqual([200, { status: 'ok', checks: { database: 'ok', storage: 'ok' } }]);
});

it.each([
  ['fails', () => Promise.reject(new Error('password=secret'))],
  [
    'throws',
    () => {
      throw new Error('at once');
    },
  ],
  ['never answers', () => new Promise(() => undefined)],
])('names what %s, and not why', async (_what, failing) => {
  check = failing;
  expect(await ready()).toEqual([503, { status: 'down', checks: { database: 'down', storage: 'ok' } }]);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
});

it('asks once for all who ask at once', async () => {
  let answer: (value: unknown) => void = () => undefined;
  const answered = new Promise((resolve) => {
    answer = resolve;
  });
  check = () => answered;
  const all = Array.from({ length: 10 }, ready);
  await fetch(`${base}/healthz`);
  answer('fine');
  for (const [status] of await Promise.all(all)) expect(status).toBe(200);
  expect(calls).toBeLessThanOrEqual(2);
});
