import { expect, it } from 'vitest';
import type { Rendition } from '../hls/rendition.js';
import type { MediaProbe, VideoStream } from '../media-probe.js';
import { planTranscode } from './plan.js';
import { copyStep, encodeStep, isAligned, judgeCopy, lowerStep, mayBeTopRung } from './steps.js';

const track: VideoStream = {
  ...{ index: 0, codec: 'h264', profile: 'High', pixelFormat: 'yuv420p', width: 1280, height: 720 },
  ...{ sampleAspect: { num: 1, den: 1 }, rotationDegrees: 0, fieldOrder: null, isDefault: true },
  ...{ nominalFrameRate: { num: 24, den: 1 }, averageFrameRate: { num: 24, den: 1 } },
  ...{ bitrateBps: 2_000_000, durationSeconds: 12 },
  firstPacket: { startSeconds: 0, isKeyFrame: true, isHidden: false },
};
const probe: MediaProbe = {
  ...{ container: 'mp4', sizeBytes: 3_000_000, durationSeconds: 12, audio: [], streamCount: 1 },
  video: [track],
};
const planned = planTranscode(probe, { maxAudioTracks: 1 });
if (!planned) throw new Error('no plan');
const plan = planned;

const copied = (averageBps: number, durations = [4, 4, 4]): Rendition => ({
  ...{
    name: 'source',
    kind: 'video',
    width: 1280,
    height: 720,
    frameRate: 24,
    sound: null,
    codecs: 'avc1.640028',
    initSizeBytes: 1,
  },
  segments: durations.map((durationSeconds, i) => {
    return { fileName: `${i}.m4s`, durationSeconds, sizeBytes: (averageBps * durationSeconds) / 8 };
  }),
});

it('encodes nothing in the first step', () => expect(copyStep(plan)).toMatchObject({ rungs: [], copy: plan.copy }));
it('encodes every rung without the copy', () =>
  expect(encodeStep(plan, [])).toMatchObject({ copy: null, audio: [], rungs: plan.rungs, followsSource: false }));
it('encodes the rungs below the copy where the source has its key frames', () => {
  const lower = lowerStep(plan);
  expect(lower).toMatchObject({ copy: null, audio: [], followsSource: true });
  expect(lower.rungs.map(({ name }) => name)).toEqual(['v480', 'v360', 'v240']);
});

it.each<[string, Rendition, Partial<VideoStream>, boolean]>([
  ['of a usual bitrate', copied(2_500_000), {}, true],
  ['that costs too much', copied(6_000_000), {}, false],
  ['with segments of 8 s', copied(2_500_000, [8, 4]), {}, true],
  ['with key frames far apart', copied(2_500_000, [8.1, 4]), {}, false],
  ['with uneven frames', copied(2_500_000), { averageFrameRate: { num: 23, den: 1 } }, false],
  ['of a rate that is not kept', copied(2_500_000), { nominalFrameRate: { num: 120, den: 1 } }, false],
])('judges a copy %s', (_what, rendition, over, fits) =>
  expect(judgeCopy(plan, { ...track, ...over }, rendition)).toMatchObject({
    fits,
    reason: expect.stringMatching(/\w/),
  }),
);

it.each<[string, Partial<VideoStream>, boolean]>([
  ['of a usual bitrate', {}, true],
  ['of one and a half times the target, and a little', { bitrateBps: 4_200_000 }, false],
  ['that does not tell its bitrate', { bitrateBps: null }, true],
  ['with uneven frames', { averageFrameRate: { num: 23, den: 1 } }, false],
])('lets the ladder wait for a copy %s: %#', (_what, over, waits) =>
  expect(mayBeTopRung(plan, probe, { ...track, ...over })).toBe(waits),
);

it('knows renditions that are cut at the same times', () => {
  expect(isAligned(copied(1), copied(2))).toBe(true);
  expect(isAligned(copied(1), copied(1, [4, 4.1, 3.9]))).toBe(false);
  expect(isAligned(copied(1), copied(1, [4, 4]))).toBe(false);
});
