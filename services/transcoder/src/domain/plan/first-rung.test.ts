import { expect, it } from 'vitest';
import { firstRung } from './first-rung.js';
import { ladder } from './ladder.js';

const rungsOf = (width: number, height: number) =>
  ladder({ size: { width, height }, framesPerSecond: 25, sourceBitrateBps: null, durationSeconds: null });

it.each<[string, number, number, string, RegExp]>([
  ['a large picture', 3840, 2160, 'v360', /360p .*good to watch/],
  ['a picture held upright', 1080, 1920, 'v360', /360p /],
  ['a picture between two rungs', 720, 430, 'v360', /360p /],
  ['one line too few for that', 640, 358, 'v358', /358p .*the largest/],
  ['a small picture', 320, 180, 'v180', /180p .*the largest/],
])('of %s the right rung is encoded first', (_what, width, height, name, why) => {
  const { rung, reason } = firstRung(rungsOf(width, height));
  expect(rung?.name).toBe(name);
  expect(reason).toMatch(why);
});
