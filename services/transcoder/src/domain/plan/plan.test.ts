import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyStart, anyVideo, videoStream } from '../../../test/probes.js';
import type { AudioStream, MediaProbe, Rational, VideoStream } from '../media-probe.js';
import { toNumber } from '../media-probe.js';
import { MIN_BITRATE_BPS } from './bitrate.js';
import { displaySize } from './display-size.js';
import { LADDER } from './ladder.js';
import { planTranscode } from './plan.js';
import type { TranscodePlan } from './transcode-plan.js';

const sound = (over: Partial<AudioStream> = {}): AudioStream => ({
  index: 1,
  codec: 'aac',
  profile: 'LC',
  channels: 2,
  channelLayout: 'stereo',
  sampleRateHz: 48_000,
  bitrateBps: 128_000,
  durationSeconds: 60,
  title: null,
  language: null,
  firstPacket: { startSeconds: 0, isKeyFrame: true, isHidden: false },
  isDefault: true,
  isCommentary: false,
  isDescriptive: false,
  ...over,
});

const probe = (stream: Partial<VideoStream> = {}, over: Partial<MediaProbe> = {}): MediaProbe => ({
  container: 'mp4',
  sizeBytes: 10_000_000,
  durationSeconds: 60,
  video: [videoStream(stream)],
  audio: [sound()],
  cover: null,
  subtitles: [],
  streamCount: 2,
  chapters: [],
  ...over,
});

const LIMITS = { maxAudioTracks: 3, maxSubtitleTracks: 2 };

const plan = (of: MediaProbe): TranscodePlan => {
  const result = planTranscode(of, LIMITS);
  if (!result) throw new Error('no plan');
  return result;
};
const sizes = (of: MediaProbe) => plan(of).rungs.map(({ width, height }) => `${width}x${height}`);

const anyAudio: fc.Arbitrary<AudioStream> = fc.record({
  index: fc.nat(20),
  codec: fc.constantFrom('mp3', 'aac', 'unknown'),
  profile: fc.constantFrom(null, 'LC', 'HE-AAC'),
  channels: fc.integer({ min: 0, max: 16 }),
  channelLayout: fc.constantFrom(null, 'unknown', 'stereo', '5.1', '5.1(side)', '7.1', 'ambisonic 1'),
  sampleRateHz: fc.integer({ min: 0, max: 192_000 }),
  bitrateBps: fc.option(fc.integer({ min: 0, max: 5_000_000 })),
  durationSeconds: fc.constant(null),
  title: fc.option(fc.string({ unit: 'binary' })),
  language: fc.option(fc.oneof(fc.constantFrom('ger', 'deu', 'und', 'pt-BR', 'pt_BR', ''), fc.string())),
  firstPacket: anyStart,
  isDefault: fc.boolean(),
  isCommentary: fc.boolean(),
  isDescriptive: fc.boolean(),
});
const anyProbe: fc.Arbitrary<MediaProbe> = fc.record({
  container: fc.constant('mp4' as const),
  sizeBytes: fc.integer({ min: 1, max: 2 ** 40 }),
  durationSeconds: fc.option(fc.double({ min: 0.01, max: 40_000, noNaN: true })),
  video: fc.array(anyVideo, { minLength: 1, maxLength: 3 }),
  audio: fc.array(anyAudio, { maxLength: 5 }),
  cover: fc.constant(null),
  subtitles: fc.constant([]),
  streamCount: fc.constant(6),
  chapters: fc.constant([]),
});

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

describe('the sound', () => {
  const audio = (tracks: AudioStream[]) => plan(probe({}, { audio: tracks })).audio;
  it('is left out when there is none', () => expect(audio([])).toEqual([]));
  it.each<[string, Partial<AudioStream>]>([
    ['empty', { channels: 0 }],
    ['of a codec that nobody knows', { codec: 'unknown' }],
  ])('is left out when the track is %s, and says why', (_what, over) => {
    const { audio: kept, reasons } = plan(probe({}, { audio: [sound(over), sound({ index: 2 })] }));
    expect(kept.map(({ sourceStream }) => sourceStream)).toEqual([2]);
    expect(reasons).toContain('the sound of track 1 is left out: it cannot be read');
  });
  it('of the default track comes first, and every track has a folder of its own', () => {
    const tracks = [sound({ index: 1, isDefault: false }), sound({ index: 2 }), sound({ index: 3, isDefault: false })];
    expect(audio(tracks).map(({ name, sourceStream }) => [name, sourceStream])).toEqual([
      ['audio', 2],
      ['audio-2', 1],
      ['audio-3', 3],
    ]);
  });
  it('of as many tracks is kept as the site keeps, and says so', () => {
    const tracks = (count: number) => Array.from({ length: count }, (_, i) => sound({ index: i + 1 }));
    const full = plan(probe({}, { audio: tracks(3) }));
    expect(full.audio).toHaveLength(3);
    expect(full.reasons.join()).not.toContain('left out');
    const over = plan(probe({}, { audio: tracks(4) }));
    expect(over.audio).toHaveLength(3);
    expect(over.reasons).toContain('1 tracks of sound are left out: this site keeps 3 of a video');
  });
  it.each<[number, string | null, string[]]>([
    [1, 'mono', ['audio 2 first-on-both']],
    [2, 'stereo', ['audio 2 first-two']],
    [3, '2.1', ['audio 2 by-place']],
    [4, 'ambisonic 1', ['audio 2 first-on-both']],
    [6, '5.1(side)', ['audio 2 by-place', 'surround 6 by-place']],
    [6, 'hexagonal', ['audio 2 by-place']],
    [6, 'unknown', ['audio 2 by-place', 'surround 6 by-place']],
    [8, '7.1', ['audio 2 by-place', 'surround 6 by-place']],
    [8, null, ['audio 2 by-place', 'surround 6 by-place']],
    [12, '7.1.4', ['audio 2 first-two']],
    [16, 'unknown', ['audio 2 first-two']],
  ])('of %i channels (%s) becomes %j', (channels, channelLayout, renditions) =>
    expect(
      audio([sound({ channels, channelLayout })]).map((made) => `${made.name} ${made.channels} ${made.mix}`),
    ).toEqual(renditions),
  );
  it('of 5.1 that players take is copied beside the stereo that is encoded', () => {
    const copied = (over: Partial<AudioStream>) =>
      audio([sound({ channels: 6, channelLayout: '5.1', bitrateBps: 384_000, ...over })]).map(
        ({ isCopied }) => isCopied,
      );
    expect(copied({})).toEqual([false, true]);
    expect(copied({ channelLayout: '5.1(side)' })).toEqual([false, false]);
    expect(copied({ bitrateBps: 512_001 })).toEqual([false, false]);
  });
  it('that ends well before the picture is filled with silence, and not copied', () => {
    const made = (durationSeconds: number | null) => audio([sound({ durationSeconds })])[0];
    expect(made(59.5)).toMatchObject({ silenceUntilSeconds: null, isCopied: true });
    expect(made(59.4)).toMatchObject({ silenceUntilSeconds: 60, isCopied: false });
    expect(made(null)).toMatchObject({ silenceUntilSeconds: null, isCopied: true });
  });
  it.each([
    [22_050, 44_100],
    [44_100, 44_100],
    [32_000, 48_000],
    [96_000, 48_000],
  ])('of %i Hz is played at %i', (source, played) =>
    expect(audio([sound({ sampleRateHz: source })])[0]?.sampleRateHz).toBe(played),
  );
  it('costs 64 to 128 kbit/s', () => {
    expect(audio([sound({ bitrateBps: 2_277 })])[0]?.bitrateBps).toBe(64_000);
    expect(audio([sound({ bitrateBps: 96_000 })])[0]?.bitrateBps).toBe(96_000);
    expect(audio([sound({ bitrateBps: 640_000 })])[0]?.bitrateBps).toBe(128_000);
  });
  it('has names that a playlist can hold, each once', () =>
    fc.assert(
      fc.property(fc.array(anyAudio, { maxLength: 5 }), (tracks) => {
        const stereo = audio(tracks).filter(({ channels }) => channels === 2);
        const names = stereo.map(({ label }) => label.name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^[^"'\r\n]{1,90}$/u);
      }),
    ));
});

describe('sound alone', () => {
  const alone = (over: Partial<MediaProbe> = {}) => plan(probe({}, { video: [], ...over }));
  it('streams by itself, with its waveform as the picture', () =>
    expect(alone()).toMatchObject({
      videoStream: null,
      coverStream: null,
      copy: null,
      rungs: [],
      audio: [{ name: 'audio' }],
    }));
  it('shows its cover, in the shape of that', () =>
    expect(alone({ cover: videoStream({ index: 7, width: 600, height: 500 }) })).toMatchObject({
      ...{ coverStream: 7, display: { width: 600, height: 500 } },
    }));
  it('of several tracks and channels is each of them in stereo, the default one first', () => {
    const tracks = [sound({ channels: 6, isDefault: false }), sound({ index: 4, channels: 6, channelLayout: '5.1' })];
    expect(alone({ audio: tracks }).audio).toMatchObject([
      { sourceStream: 4, channels: 2 },
      { sourceStream: 1, channels: 2 },
    ]);
  });
  it('that is not there has no plan', () => {
    expect(planTranscode(probe({}, { video: [], audio: [] }), LIMITS)).toBeNull();
    expect(planTranscode(probe({}, { video: [], audio: [sound({ codec: 'unknown' })] }), LIMITS)).toBeNull();
  });
});
