import { describe, expect, it } from 'vitest';
import { AUTO, levelOfWish, renditionsOf } from './rendition.js';

describe('renditionsOf', () => {
  it('lists the best first and keeps the place in the playlist', () => {
    const levels = [
      { width: 640, height: 360, bitrate: 800_000 },
      { width: 1280, height: 720, bitrate: 2_500_000 },
    ];
    expect(renditionsOf(levels)).toEqual([
      { level: 1, label: '720p' },
      { level: 0, label: '360p' },
    ]);
  });

  it('names an upright video by its short side', () => {
    expect(renditionsOf([{ width: 720, height: 1280, bitrate: 1 }])[0]?.label).toBe('720p');
  });

  it('finds none in sound alone', () => expect(renditionsOf([{ width: 0, height: 0, bitrate: 1 }])).toEqual([]));

  it('tells two of one size apart', () => {
    const levels = [1_500_000, 3_000_000].map((bitrate) => ({ width: 1280, height: 720, bitrate }));
    expect(renditionsOf(levels).map(({ label }) => label)).toEqual(['720p 3.0 Mbit/s', '720p 1.5 Mbit/s']);
  });
});

describe('levelOfWish', () => {
  const renditions = renditionsOf([240, 480, 1080].map((height) => ({ width: height * 2, height, bitrate: height })));
  it.each([
    ['480p', 1],
    ['720p', 1],
    ['2160p', 2],
    ['144p', 0],
    ['480p 1.5 Mbit/s', 1],
  ])('%s is level %i', (wish, level) => expect(levelOfWish(renditions, wish)).toBe(level));
  it.each([null, '', 'Auto', '-1'])('%j leaves it to the engine', (wish) =>
    expect(levelOfWish(renditions, wish)).toBe(AUTO),
  );
  it('leaves it to the engine where there is no picture', () => expect(levelOfWish([], '480p')).toBe(AUTO));
});
