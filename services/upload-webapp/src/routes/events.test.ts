import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningServer, serve } from '@kinora/service-kit';
import { eventually, silentLog } from '@kinora/testing';
import express from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StudioVideo } from '../../web/props.js';
import { createVideoEvents, type VideoEvents } from './events.js';

const POLL_MS = 40;
const video = { id: 'one', state: 'queued', progress: 0 } as StudioVideo;

let asked: string[][];
let fail: boolean;
let events: VideoEvents;
let server: RunningServer;

beforeEach(async () => {
  asked = [];
  fail = false;
  events = createVideoEvents({
    findEach: async (ids) => {
      asked.push(ids);
      if (fail) throw new Error('the database is away');
      return [video];
    },
    log: silentLog,
    pollMs: POLL_MS,
    keepAliveMs: 1_000,
  });
  const app = express().get('/', (req, res) => events.follow(video, req, res));
  server = await serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
});

afterEach(async () => {
  events.close();
  await server.close();
});

async function follow(): Promise<IncomingMessage> {
  const [response] = (await once(get(`http://127.0.0.1:${server.port}/`), 'response')) as [IncomingMessage];
  response.on('error', () => undefined).resume();
  return response;
}

it('asks the database once a period for all who follow, and not at all once they went', async () => {
  const startedAt = Date.now();
  const followers = await Promise.all(Array.from({ length: 10 }, follow));
  await eventually(() => expect(asked.length).toBeGreaterThan(4));
  expect(asked.length).toBeLessThanOrEqual((Date.now() - startedAt) / POLL_MS + 1);
  expect(new Set(asked.flat())).toEqual(new Set(['one']));
  for (const follower of followers) follower.destroy();
  await eventually(async () => {
    const before = asked.length;
    await delay(POLL_MS * 4);
    expect(asked.length).toBe(before);
  });
});

it('goes on when the database was away', async () => {
  fail = true;
  await follow();
  await eventually(() => expect(asked.length).toBeGreaterThan(2));
  fail = false;
  const before = asked.length;
  await eventually(() => expect(asked.length).toBeGreaterThan(before + 1));
});

it('ends every stream when it is closed', async () => {
  const follower = await follow();
  const ended = once(follower, 'end');
  events.close();
  await ended;
});
