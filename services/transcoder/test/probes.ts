import fc from 'fast-check';
import type { ColourTags, MediaProbe, Rational, VideoStream } from '../src/domain/media-probe.js';

export const NO_COLOUR_TAGS: ColourTags = {
  ...{ range: null, matrix: null, primaries: null, transfer: null, peakNits: null, needsDolbyVision: false },
};

/** A track as cameras make it, with what a test wants otherwise. */
export const videoStream = (over: Partial<VideoStream> = {}): VideoStream => ({
  ...{ index: 0, codec: 'h264', profile: 'High', pixelFormat: 'yuv420p', colour: NO_COLOUR_TAGS },
  ...{ width: 1280, height: 720, sampleAspect: { num: 1, den: 1 }, rotationDegrees: 0, isMirrored: false },
  ...{ nominalFrameRate: { num: 24, den: 1 }, averageFrameRate: { num: 24, den: 1 } },
  ...{ fieldOrder: 'progressive', bitrateBps: 10_000_000, durationSeconds: 60, isDefault: true },
  firstPacket: { startSeconds: 0, isKeyFrame: true, isHidden: false },
  ...over,
});

export const probeOf = (video: VideoStream): MediaProbe => ({
  ...{
    container: 'mp4',
    sizeBytes: 3_000_000,
    durationSeconds: video.durationSeconds,
    audio: [],
    cover: null,
    subtitles: [],
    streamCount: 1,
    chapters: [],
  },
  video: [video],
});

const rational: fc.Arbitrary<Rational> = fc.record({
  num: fc.integer({ min: 1, max: 120_000 }),
  den: fc.integer({ min: 1, max: 1_001 }),
});

/** What tracks begin with. */
export const anyStart = fc.option(
  fc.record({
    startSeconds: fc.double({ min: -2, max: 2, noNaN: true }),
    isKeyFrame: fc.boolean(),
    isHidden: fc.boolean(),
  }),
);

const oneOrNone = (...names: string[]) => fc.option(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 9 })));

export const anyColour: fc.Arbitrary<ColourTags> = fc.record({
  range: fc.constantFrom('tv', 'pc', null),
  matrix: oneOrNone(
    'bt709',
    'smpte170m',
    'bt470bg',
    'fcc',
    'smpte240m',
    'ycgco',
    'bt2020nc',
    'bt2020c',
    'ictcp',
    'gbr',
  ),
  primaries: oneOrNone('bt709', 'smpte170m', 'bt470bg', 'film', 'bt2020', 'smpte428', 'smpte432', 'unknown'),
  transfer: oneOrNone(
    'bt709',
    'smpte170m',
    'smpte2084',
    'arib-std-b67',
    'iec61966-2-1',
    'linear',
    'log100',
    'reserved',
  ),
  peakNits: fc.option(fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true })),
  needsDolbyVision: fc.boolean(),
});

const PIXEL_FORMATS = ['yuv420p', 'yuvj420p', 'yuv420p10le', 'yuv422p', 'yuva444p10le', 'gbrp', 'rgba', 'gray', 'pal8'];

export const anyVideo: fc.Arbitrary<VideoStream> = fc.record({
  index: fc.nat(20),
  codec: fc.constantFrom('h264', 'h264', 'hevc', 'mpeg2video', 'mjpeg'),
  profile: fc.constantFrom(null, 'High', 'Main', 'High 10'),
  pixelFormat: fc.oneof(fc.constantFrom('yuv420p', ...PIXEL_FORMATS), fc.constantFrom(null, 'made-up')),
  colour: fc.oneof(fc.constant(NO_COLOUR_TAGS), anyColour),
  width: fc.integer({ min: 1, max: 16_384 }),
  height: fc.integer({ min: 1, max: 16_384 }),
  sampleAspect: fc.oneof(rational, fc.constant({ num: 1, den: 1 })),
  rotationDegrees: fc.oneof(fc.integer({ min: 0, max: 359 }), fc.constant(0)),
  isMirrored: fc.boolean(),
  nominalFrameRate: fc.option(rational),
  averageFrameRate: fc.option(rational),
  bitrateBps: fc.option(fc.integer({ min: 1, max: 400_000_000 })),
  durationSeconds: fc.option(fc.double({ min: 0.01, max: 40_000, noNaN: true })),
  fieldOrder: fc.constantFrom(null, 'progressive', 'unknown', 'tt', 'bb', 'tb', 'bt'),
  firstPacket: anyStart,
  isDefault: fc.boolean(),
});
