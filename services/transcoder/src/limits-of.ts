import { availableParallelism } from 'node:os';
import type { Config } from './config.js';
import { ffmpegMemoryMib, type Limits } from './domain/limits.js';

const MIB = 1_024 ** 2;

export const limitsOf = (config: Config): Limits => ({
  maxStreams: config.MAX_STREAMS,
  maxAudioTracks: config.MAX_AUDIO_TRACKS,
  maxSubtitleTracks: config.MAX_SUBTITLE_TRACKS,
  maxPixelsPerFrame: config.MAX_PIXELS_PER_FRAME,
  maxSidePixels: config.MAX_SIDE_PIXELS,
  maxPixelsInAll: config.MAX_DECODED_MEGAPIXELS * 1e6,
  maxDurationSeconds: config.MAX_DURATION_SECONDS,
  maxMemoryBytes:
    MIB * (config.MAX_FFMPEG_MEMORY_MIB ?? ffmpegMemoryMib(config.FFMPEG_THREADS || availableParallelism())),
  maxFileBytes: config.MAX_SEGMENT_BYTES,
  maxOutputBytes: config.MAX_OUTPUT_BYTES,
  wallTimeBaseSeconds: config.WALL_TIME_BASE_SECONDS,
  wallTimeFactor: config.WALL_TIME_FACTOR,
  wallTimeUnknownSeconds: config.WALL_TIME_UNKNOWN_SECONDS,
  maxWallTimeSeconds: config.MAX_WALL_TIME_SECONDS,
});
