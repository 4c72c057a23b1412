import { expect, it } from 'vitest';
import type { TranscodePlan } from './plan/transcode-plan.js';
import { percentDone, shares } from './progress.js';

const ALL = { from: 0, to: 1 };
const step = (...sizes: [number, number][]) =>
  ({
    display: { width: 1920, height: 1080 },
    rungs: sizes.map(([width, height]) => ({ width, height })),
  }) as TranscodePlan;

it('the work is divided by the pixels that are encoded and decoded', () => {
  const { first, rest } = shares(step([640, 360]), step([1920, 1080], [1280, 720]));
  expect(first.from).toBe(0);
  expect(first.to).toBeCloseTo(0.24, 2);
  expect(rest).toEqual({ from: first.to, to: 1 });
});
it('a copy is no work', () => expect(shares(step(), step([640, 360])).rest).toEqual(ALL));
it('a step that is all there is is all the work', () => expect(shares(step([640, 360]), step()).first).toEqual(ALL));

it.each<[string, number | null, number | null, number, typeof ALL, number]>([
  ['nothing yet', null, 10, 0.5, ALL, 0],
  ['by the length', 2.5, 10, 0, ALL, 25],
  ['by what was read, without a length', 2.5, null, 0.5, ALL, 50],
  ['of a part of the work', 5, 10, 0, { from: 0.2, to: 0.6 }, 40],
  ['never 100 before the rows are written', 10, 10, 0, ALL, 99],
  ['of more than the length that was claimed', 30, 10, 0, { from: 0, to: 0.3 }, 30],
])('percent: %s', (_what, out, length, read, share, percent) =>
  expect(percentDone(out, length, read, share)).toBe(percent),
);
