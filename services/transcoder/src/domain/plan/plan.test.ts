import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyProbe, plan, probe, sound } from '../../../test/plans.js';
import { videoStream } from '../../../test/probes.js';
import type { AudioStream, MediaProbe, Rational, VideoStream } from '../media-probe.js';
import { toNumber } from '../media-probe.js';
import { MIN_BITRATE_BPS } from './bitrate.js';
import { displaySize } from './display-size.js';
import { LADDER } from './ladder.js';
import type { TranscodePlan } from './transcode-plan.js';

const sizes = (of: MediaProbe) => plan(of).rungs.map(({ width, height }) => `${width}x${height}`);

describe('the ladder of any video', () => {
  const holds = (rule: (result: TranscodePlan, of: MediaProbe) => void) =>
    fc.assert(
      fc.property(anyProbe, (of) => void rule(plan(of), of)),
      { numRuns: 500 },
    );

  it('has at least one rung, and each of another size', () =>
    holds(({ rungs }) => {
      expect(rungs.length).toBeGreaterThan(0);
      expect(new Set(rungs.map(({ name }) => name)).size).toBe(rungs.length);
    }));

  it('never enlarges the picture, beyond the two pixels that 4:2:0 needs', () =>
    holds(({ rungs, display }) => {
      for (const rung of rungs) {
        expect(rung.width).toBeLessThanOrEqual(Math.max(2, display.width));
        expect(rung.height).toBeLessThanOrEqual(Math.max(2, display.height));
      }
    }));

  it('has even sides', () =>
    holds(({ rungs }) => {
      for (const { width, height } of rungs) expect([width % 2, height % 2]).toEqual([0, 0]);
    }));

  it('keeps the shape, to the pixel that rounding takes', () =>
    holds(({ rungs, display }) => {
      for (const { width, height } of rungs) {
        const short = Math.min(width, height);
        const exact = (Math.max(display.width, display.height) * short) / Math.min(display.width, display.height);
        if (Math.min(display.width, display.height) >= 2)
          expect(Math.abs(Math.max(width, height) - exact)).toBeLessThanOrEqual(2);
      }
    }));

  it('goes down in size and in cost', () =>
    holds(({ rungs }) => {
      rungs.slice(1).forEach((rung, i) => {
        const above = rungs[i];
        if (!above) return;
        expect(Math.min(rung.width, rung.height)).toBeLessThan(Math.min(above.width, above.height));
        expect(rung.maxBitrateBps).toBeLessThanOrEqual(Math.max(MIN_BITRATE_BPS, above.maxBitrateBps));
      });
    }));

  it('never costs more than the source', () =>
    holds(({ rungs, videoStream }, of) => {
      const source = of.video.find(({ index }) => index === videoStream)?.bitrateBps;
      if (source && of.video.length === 1)
        for (const { maxBitrateBps } of rungs)
          expect(maxBitrateBps).toBeLessThanOrEqual(Math.max(MIN_BITRATE_BPS, source));
    }));

  it('shows 10 to 60 frames a second', () =>
    holds(({ frameRate }) => {
      expect(toNumber(frameRate)).toBeGreaterThanOrEqual(10);
      expect(toNumber(frameRate)).toBeLessThanOrEqual(61.3);
    }));

  it('gives a reason for the copy or for the first rung, for the colours, for the rate, for each rung and for the sound', () =>
    holds(({ copy, reasons, rungs, audio }) => {
      expect(reasons.length).toBeGreaterThanOrEqual(rungs.length + audio.length + (copy ? 3 : 4));
      for (const reason of reasons) expect(reason).toMatch(/\w/);
    }));

  it('cuts segments at key frames', () =>
    holds(({ segmentSeconds, keyFrameSeconds }) => expect(segmentSeconds % keyFrameSeconds).toBe(0)));

  it('copies only what every browser plays as it is', () =>
    holds(({ copy, videoStream, display }, of) => {
      const track = of.video.find(({ index }) => index === videoStream);
      if (!copy || of.video.length > 1) return;
      expect(track).toMatchObject({ codec: 'h264', pixelFormat: 'yuv420p', rotationDegrees: 0, isMirrored: false });
      expect(track?.firstPacket).toMatchObject({ isKeyFrame: true, isHidden: false });
      expect({ width: copy.width, height: copy.height }).toEqual(display);
    }));
});

describe('the copy', () => {
  const start = { startSeconds: 0, isKeyFrame: true, isHidden: false };
  it('is made of H.264 in mp4', () => expect(plan(probe()).copy).toMatchObject({ width: 1280, height: 720 }));
  it.each<[string, Partial<VideoStream>]>([
    ['HEVC', { codec: 'hevc' }],
    ['10 bits', { profile: 'High 10', pixelFormat: 'yuv420p10le' }],
    ['full range', { pixelFormat: 'yuvj420p' }],
    ['interlaced pictures', { fieldOrder: 'tt' }],
    ['a turned picture', { rotationDegrees: 90 }],
    ['a mirrored picture', { isMirrored: true }],
    ['wide pixels', { sampleAspect: { num: 2, den: 1 } }],
    ['a hidden beginning', { firstPacket: { ...start, isHidden: true } }],
    ['a beginning without a key frame', { firstPacket: { ...start, isKeyFrame: false } }],
    ['a late beginning', { firstPacket: { ...start, startSeconds: 0.2 } }],
    ['an unknown beginning', { firstPacket: null }],
  ])('is not made of %s, and says why', (_what, over) => {
    const { copy, reasons } = plan(probe(over));
    expect(copy).toBeNull();
    expect(reasons[0]).toMatch(/^the source is not copied: /);
  });
  it('is not made of transport streams', () => expect(plan(probe({}, { container: 'mpeg-ts' })).copy).toBeNull());
  it('has the sound as it is when that is AAC stereo, and else encoded', () => {
    const audio = (over: Partial<AudioStream>) => plan(probe({}, { audio: [sound(over)] })).audio[0]?.isCopied;
    expect(audio({})).toBe(true);
    for (const over of [{ codec: 'mp3' }, { profile: 'HE-AAC' }, { channels: 6 }, { bitrateBps: 300_000 }])
      expect(audio(over)).toBe(false);
    expect(audio({ firstPacket: { ...start, startSeconds: 0.2 } })).toBe(false);
  });
});

describe('the ladder', () => {
  it('of 720p', () => expect(sizes(probe())).toEqual(['1280x720', '854x480', '640x360', '426x240']));
  it('of 4K has every rung', () => expect(sizes(probe({ width: 3840, height: 2160 }))).toHaveLength(LADDER.length));
  it('of 8K stops at 2160 lines', () => expect(sizes(probe({ width: 7680, height: 4320 }))[0]).toBe('3840x2160'));
  it('of 900 lines keeps them', () =>
    expect(sizes(probe({ width: 1600, height: 900 })).slice(0, 2)).toEqual(['1600x900', '1280x720']));
  it('of 800 lines starts at 720', () => expect(sizes(probe({ width: 1280, height: 800 }))[0]).toBe('1152x720'));
  it('of a coded height of 1088 starts at 1080', () =>
    expect(sizes(probe({ width: 1920, height: 1088 }))[0]).toBe('1906x1080'));
  it('of 16x16 has one rung', () => expect(sizes(probe({ width: 16, height: 16 }))).toEqual(['16x16']));
  it('of odd sizes is even', () => expect(sizes(probe({ width: 161, height: 121 }))).toEqual(['160x120']));
  it('of a phone held upright counts its short side', () =>
    expect(sizes(probe({ rotationDegrees: 270 }))).toEqual(['720x1280', '480x854', '360x640', '240x426']));
  it('of wide pixels makes them square', () =>
    expect(sizes(probe({ width: 640, height: 360, sampleAspect: { num: 2, den: 1 } }))[0]).toBe('1280x360'));
  it('of a PAL disc is 16:9', () =>
    expect(displaySize(videoStream({ width: 720, height: 576, sampleAspect: { num: 64, den: 45 } }))).toEqual({
      width: 1024,
      height: 576,
    }));
  it('ignores pixels of an absurd shape', () =>
    expect(displaySize(videoStream({ sampleAspect: { num: 9, den: 1 } }))).toEqual({ width: 1280, height: 720 }));
  it('caps the top rung at the bitrate of the source and steps down from there', () =>
    expect(plan(probe({ bitrateBps: 1_000_000 })).rungs.map(({ maxBitrateBps }) => maxBitrateBps)).toEqual([
      1_000_000, 700_000, 490_000, 343_000,
    ]));
  it('gives a source that hardly moves room for its changes, and takes back no more than a fifth of its bits', () => {
    const rung = (bitrateBps: number, durationSeconds: number) =>
      plan(probe({ bitrateBps, durationSeconds })).rungs[0] ?? expect.unreachable();
    const twoSeconds = 2 * rung(9_000_000, 60).maxBitrateBps;
    expect(rung(9_000_000, 60).bufferBits).toBeCloseTo(twoSeconds, -1);
    expect(rung(60_000, 3_600).bufferBits).toBeCloseTo(twoSeconds, -1);
    expect(rung(100_000, 100).bufferBits).toBe(0.2 * 100_000 * 100);
    expect(rung(3_000, 8).bufferBits).toBeCloseTo(twoSeconds / 8, -1);
  });
  it('reckons the bitrate from size and length when the stream does not tell', () =>
    expect(plan(probe({ bitrateBps: null }, { sizeBytes: 7_500_000 })).rungs[0]?.maxBitrateBps).toBe(872_000));
});

describe('the frame rate', () => {
  const rate = (nominal: [number, number], average: [number, number]) =>
    plan(
      probe({
        nominalFrameRate: { num: nominal[0], den: nominal[1] },
        averageFrameRate: { num: average[0], den: average[1] },
      }),
    ).frameRate;
  it.each<[string, [number, number], [number, number], Rational]>([
    ['is kept', [30_000, 1_001], [30_000, 1_001], { num: 30_000, den: 1_001 }],
    ['of 60 is kept', [60, 1], [60, 1], { num: 60, den: 1 }],
    ['of 120 is halved', [120, 1], [120, 1], { num: 120, den: 2 }],
    ['of 1 is raised to 10', [1, 1], [1, 1], { num: 10, den: 1 }],
    ['that varies becomes 30', [600, 1], [24_600, 1_469], { num: 30, den: 1 }],
    ['that varies around 45 becomes 60', [90_000, 1], [45, 1], { num: 60, den: 1 }],
    ['that varies around 50 is 50', [90_000, 1], [50, 1], { num: 50, den: 1 }],
    ['that varies around that of films is that', [1_000, 1], [23_980, 1_000], { num: 24_000, den: 1_001 }],
  ])('%s', (_what, nominal, average, expected) => expect(rate(nominal, average)).toEqual(expected));
});
