import { describe, expect, it } from 'vitest';
import type { Rendition } from '../hls/rendition.js';
import { begunTogether } from './begun.js';

const rendition = (...seconds: number[]): Rendition =>
  ({ segments: seconds.map((durationSeconds, at) => ({ key: `${at}`, durationSeconds, sizeBytes: 1 })) }) as Rendition;
const lengths = (...made: Rendition[]) =>
  begunTogether(made).map(({ segments }) => segments.map(({ durationSeconds }) => durationSeconds));

describe('what was made of the beginning', () => {
  it('stays as far as all of it goes', () => {
    expect(lengths(rendition(4, 5, 4, 4), rendition(4.01, 4.99, 4))).toEqual([
      [4, 5, 4],
      [4.01, 4.99, 4],
    ]);
  });
  it('goes when sound is cut elsewhere', () => expect(lengths(rendition(5, 5, 5), rendition(5, 4, 4))).toEqual([]));
  it('goes when one has nothing yet', () => expect(lengths(rendition(5), rendition())).toEqual([]));
  it('goes when there is nothing', () => expect(lengths()).toEqual([]));
});
