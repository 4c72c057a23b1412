import fc from 'fast-check';
import type { AudioStream, MediaProbe, VideoStream } from '../src/domain/media-probe.js';
import { planTranscode } from '../src/domain/plan/plan.js';
import type { TranscodePlan } from '../src/domain/plan/transcode-plan.js';
import { anyStart, anyVideo, videoStream } from './probes.js';

export const sound = (over: Partial<AudioStream> = {}): AudioStream => ({
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

export const probe = (stream: Partial<VideoStream> = {}, over: Partial<MediaProbe> = {}): MediaProbe => ({
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

export const LIMITS = { maxAudioTracks: 3, maxSubtitleTracks: 2 };

export const plan = (of: MediaProbe): TranscodePlan => {
  const result = planTranscode(of, LIMITS);
  if (!result) throw new Error('no plan');
  return result;
};
export const anyAudio: fc.Arbitrary<AudioStream> = fc.record({
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
export const anyProbe: fc.Arbitrary<MediaProbe> = fc.record({
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
