import { expect, it } from 'vitest';
import { firstRung } from './first-rung.js';
import { ladder } from './ladder.js';

const rungsOf = (width: number, height: number) =>
  ladder({ size: { width, height }, framesPerSecond: 25, sourceBitrateBps: null });

it.each<[string, number, number, string, RegExp]>([
  ['a large picture', 3840, 2160, 'v360', /360 lines.*good to watch/],
  ['a picture held upright', 1080, 1920, 'v360', /360 lines/],
  ['a picture between two rungs', 720, 430, 'v360', /360 lines/],
  ['one line too few for that', 640, 358, 'v358', /358 lines.*the most/],
  ['a small picture', 320, 180, 'v180', /180 lines.*the most/],
])('of %s the right rung is encoded first', (_what, width, height, name, why) => {
  const { rung, reason } = firstRung(rungsOf(width, height));
  expect(rung?.name).toBe(name);
  expect(reason).toMatch(why);
});
