import { describe, expect, it } from 'vitest';
import { isPassing, retryDelayMs, retryWords } from './retry-plan.js';

describe('retryDelayMs', () => {
  it('doubles from a second to a minute', () =>
    expect([1, 2, 3, 6, 7, 50].map((failures) => retryDelayMs(failures, 0))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]));

  it('is spread by a quarter, never longer', () =>
    expect([0, 0.5, 1].map((random) => retryDelayMs(3, random))).toEqual([4_000, 3_500, 3_000]));
});

it.each([
  ...[0, 408, 409, 429, 500, 502, 503, 504].map((status) => [status, true] as const),
  ...[400, 401, 403, 404, 410, 413, 415, 422, 423, 507].map((status) => [status, false] as const),
])('after a %i an upload goes on by itself: %j', (status, expected) => expect(isPassing({ status })).toBe(expected));

it('a refusal that somebody has to do something about lasts', () =>
  expect(isPassing({ status: 409, code: 'not-replaceable' })).toBe(false));

it.each([
  [{ status: 0, secondsLeft: 3.2, isOnline: true }, 'Connection lost: trying again in 4 s'],
  [{ status: 0, secondsLeft: 0, isOnline: true }, 'Connection lost: trying again now'],
  [{ status: 502, secondsLeft: 16, isOnline: true }, 'The server is not ready: trying again in 16 s'],
  [
    { status: 0, secondsLeft: 3, isOnline: false },
    'You are offline. The upload goes on by itself when the network is back.',
  ],
])('%j reads %j', (retry, words) => expect(retryWords(retry)).toBe(words));
