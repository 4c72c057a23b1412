import { describe, expect, it } from 'vitest';
import { probeOf, videoStream } from '../../../test/probes.js';
import type { Rendition } from '../hls/rendition.js';
import type { AudioStream, MediaProbe, VideoStream } from '../media-probe.js';
import { planTranscode } from './plan.js';
import { firstStep, isAligned, judgeCopy, ladderStep, mayBeTopRung, restStep, soundStep } from './steps.js';

const track = videoStream({ bitrateBps: 2_000_000, durationSeconds: 12 });
const sound: AudioStream = {
  ...{
    index: 1,
    codec: 'aac',
    profile: 'LC',
    channels: 2,
    channelLayout: 'stereo',
    sampleRateHz: 48_000,
    bitrateBps: 128_000,
  },
  ...{ durationSeconds: 12, language: null, title: null, isCommentary: false, isDefault: true, isDescriptive: false },
  firstPacket: null,
};
const probe: MediaProbe = { ...probeOf(track), audio: [sound], streamCount: 2 };
const planned = planTranscode(probe, { maxAudioTracks: 1, maxSubtitleTracks: 2 });
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
    initKey: 'init.mp4',
    initSizeBytes: 1,
  },
  segments: durations.map((durationSeconds, i) => {
    return { key: `${i}.m4s`, durationSeconds, sizeBytes: (averageBps * durationSeconds) / 8 };
  }),
});

const uncopied = { ...plan, copy: null };
const names = ({ rungs }: typeof plan) => rungs.map(({ name }) => name);

describe('the steps of a source that is copied', () => {
  const first = firstStep(plan);
  it('begin with the copy and the sound, and nothing encoded', () => {
    expect(first).toMatchObject({ copy: plan.copy, audio: plan.audio, rungs: [] });
  });
  it('go on with the rungs below the copy, where the source has its key frames', () => {
    const rest = restStep(plan, first);
    expect(rest).toMatchObject({ copy: null, audio: [], followsSource: true });
    expect(names(rest)).toEqual(['v480', 'v360', 'v240']);
  });
});

describe('the steps of a source that is not', () => {
  const first = firstStep(uncopied);
  it('begin with the fewest lines that are good to watch, and the sound', () => {
    expect(first).toMatchObject({ copy: null, audio: plan.audio });
    expect(names(first)).toEqual(['v360']);
  });
  it('go on with the other rungs, cut at the same times', () => {
    const rest = restStep(uncopied, first);
    expect(rest).toMatchObject({ copy: null, audio: [], followsSource: false });
    expect(names(rest)).toEqual(['v720', 'v480', 'v240']);
  });
  it('are one when there is one rung', () => {
    const lone = { ...uncopied, rungs: plan.rungs.slice(-1) };
    expect(names(firstStep(lone))).toEqual(['v240']);
    expect(names(restStep(lone, firstStep(lone)))).toEqual([]);
  });
});

it('the ladder without the first step has every rung, and no sound', () => {
  expect(ladderStep(plan)).toMatchObject({ copy: null, audio: [], rungs: plan.rungs, followsSource: false });
  expect(soundStep(plan)).toMatchObject({ copy: null, audio: plan.audio, rungs: [] });
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
