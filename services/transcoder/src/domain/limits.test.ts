import { describe, expect, it } from 'vitest';
import { videoStream } from '../../test/probes.js';
import { admit, type Limits, wallTimeSeconds } from './limits.js';
import type { MediaProbe, VideoStream } from './media-probe.js';

const limits: Limits = {
  maxStreams: 4,
  maxAudioTracks: 4,
  maxSubtitleTracks: 4,
  maxPixelsPerFrame: 1_000_000,
  maxSidePixels: 2_000,
  maxPixelsInAll: 250_000_000,
  maxDurationSeconds: 100,
  maxMemoryBytes: 1,
  maxFileBytes: 1,
  maxOutputBytes: 1,
  wallTimeBaseSeconds: 600,
  wallTimeFactor: 100,
  wallTimeUnknownSeconds: 86_400,
  maxWallTimeSeconds: 100_000,
};
const stream = videoStream({ width: 1_000, height: 1_000 });
const check = (over: Partial<VideoStream>, streamCount = 4, durationSeconds: number | null = 1) => {
  const probe: MediaProbe = {
    ...{ container: 'mp4', sizeBytes: 1, durationSeconds, audio: [], cover: null, subtitles: [] },
    ...{ video: [{ ...stream, ...over }], streamCount, chapters: [] },
  };
  return () => admit(probe, limits);
};
const tooLarge = expect.objectContaining({ code: 'too-large' });

describe('a video is admitted', () => {
  it('up to the last pixel', () => {
    expect(check({})).not.toThrow();
    expect(check({ width: 1_001 })).toThrow(tooLarge);
  });
  it('up to the longest side', () => {
    expect(check({ width: 2_000, height: 10 })).not.toThrow();
    expect(check({ width: 2_001, height: 10 })).toThrow(tooLarge);
  });
  it('with its pixels made square', () => expect(check({ sampleAspect: { num: 2, den: 1 } })).toThrow(tooLarge));
  it('up to the longest duration', () => {
    expect(check({ width: 10 }, 4, 100)).not.toThrow();
    expect(check({ width: 10 }, 4, 100.1)).toThrow(tooLarge);
    expect(check({}, 4, null)).not.toThrow();
  });
  it('with as many pixels in all its frames as are allowed', () => {
    expect(check({ averageFrameRate: { num: 25, den: 1 } }, 4, 10)).not.toThrow();
    expect(check({ averageFrameRate: { num: 25, den: 1 } }, 4, 10.01)).toThrow(tooLarge);
    expect(check({ averageFrameRate: { num: 251, den: 1 } })).toThrow(tooLarge);
    expect(check({ averageFrameRate: null }, 4, 5)).toThrow(tooLarge);
  });
  it('with as many tracks as are allowed', () => {
    expect(check({}, 4)).not.toThrow();
    expect(check({}, 5)).toThrow(tooLarge);
  });
});

it('a file without a picture is not', () =>
  expect(() =>
    admit(
      {
        container: 'mp4',
        sizeBytes: 1,
        durationSeconds: 1,
        audio: [],
        cover: null,
        subtitles: [],
        video: [],
        streamCount: 1,
        chapters: [],
      },
      limits,
    ),
  ).toThrow(expect.objectContaining({ code: 'no-video-stream' })));

it('ffmpeg may take longer for a longer video, up to the limit', () => {
  expect(wallTimeSeconds(60, limits)).toBe(6_600);
  expect(wallTimeSeconds(994, limits)).toBe(100_000);
  expect(wallTimeSeconds(995, limits)).toBe(100_000);
  expect(wallTimeSeconds(null, limits)).toBe(86_400);
  expect(wallTimeSeconds(null, { ...limits, maxWallTimeSeconds: 5 })).toBe(5);
});
