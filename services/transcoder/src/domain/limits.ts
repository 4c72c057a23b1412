import { PermanentFault } from './faults.js';
import { type MediaProbe, toNumber, type VideoStream } from './media-probe.js';
import { displaySize } from './plan/display-size.js';
import type { TrackLimits } from './plan/plan.js';

/** What one video may cost. */
export interface Limits extends TrackLimits {
  /** Streams of every kind in one file. */
  maxStreams: number;
  /** Width times height of one decoded frame. */
  maxPixelsPerFrame: number;
  /** Longer side of the picture; x264 takes no more than 16384. */
  maxSidePixels: number;
  /** The same for all frames of a video. */
  maxPixelsInAll: number;
  maxDurationSeconds: number;
  /** Own memory of one ffmpeg. */
  maxMemoryBytes: number;
  /** One segment; a source without key frames is one segment as a whole. */
  maxFileBytes: number;
  /** All renditions together. */
  maxOutputBytes: number;
  /** Time that ffmpeg may take for a video of no length... */
  wallTimeBaseSeconds: number;
  /** ...and for each second of its length. */
  wallTimeFactor: number;
  /** Instead of both when the length is not known. */
  wallTimeUnknownSeconds: number;
  /** However long the video. */
  maxWallTimeSeconds: number;
}

/** Of a source that does not say its rate: what few sources exceed. */
const ASSUMED_FRAMES_PER_SECOND = 60;

const tooLarge = (detail: string) => new PermanentFault('too-large', { detail });

/** Tracks of a file are counted before they are looked at. */
export const tooManyStreams = (maxStreams: number, streams = `more than ${maxStreams}`): PermanentFault =>
  tooLarge(`The file has ${streams} tracks; this site takes up to ${maxStreams}. Please export it with fewer.`);

export const tooLargePicture = (width: number, height: number): PermanentFault =>
  tooLarge(
    `The picture has ${width} by ${height} pixels, which is more than this site converts. Please export a smaller version.`,
  );

export function tooLong(durationSeconds: number, maxDurationSeconds: number): PermanentFault {
  const hours = (seconds: number) => Math.round(seconds / 360) / 10;
  return tooLarge(
    `The video lasts ${hours(durationSeconds)} hours or more; this site takes up to ${hours(maxDurationSeconds)}. Please upload it in parts.`,
  );
}

function admitPicture(stream: VideoStream, durationSeconds: number | null, limits: Limits): void {
  const { width, height } = displaySize(stream);
  const isTooWide = Math.max(width, height) > limits.maxSidePixels;
  if (isTooWide || width * height > limits.maxPixelsPerFrame) throw tooLargePicture(width, height);
  const framesPerSecond = stream.averageFrameRate ? toNumber(stream.averageFrameRate) : ASSUMED_FRAMES_PER_SECOND;
  if (stream.width * stream.height * framesPerSecond * (durationSeconds ?? 0) <= limits.maxPixelsInAll) return;
  throw tooLarge(
    'The video has more pixels in all its frames than this site converts. Please export it with a smaller picture, or upload it in parts.',
  );
}

/**
 * What a file says of itself is within the limits. It may lie: ffmpeg is held to time, memory and output as well.
 * @throws PermanentFault `no-video-stream` or `too-large`
 */
export function admit({ video, audio, cover, streamCount, durationSeconds }: MediaProbe, limits: Limits): void {
  if (streamCount > limits.maxStreams) throw tooManyStreams(limits.maxStreams, String(streamCount));
  if (video.length === 0 && audio.length === 0) throw new PermanentFault('no-video-stream');
  if (durationSeconds !== null && durationSeconds > limits.maxDurationSeconds)
    throw tooLong(durationSeconds, limits.maxDurationSeconds);
  for (const stream of video) admitPicture(stream, durationSeconds, limits);
  if (cover) admitPicture(cover, 0, limits);
}

/**
 * Own memory that one ffmpeg needs at most, in MiB. A 2160p ladder took 2488 with two threads, 4318 with eight and 7236
 * with sixteen, and `auto` gives x264 half as many again; the rest is for costlier decoders and filters.
 */
export const ffmpegMemoryMib = (threads: number): number => 4_096 + 768 * threads;

/** How long one ffmpeg may run before the video is given up. */
export function wallTimeSeconds(durationSeconds: number | null, limits: Limits): number {
  const { wallTimeBaseSeconds, wallTimeFactor, wallTimeUnknownSeconds, maxWallTimeSeconds } = limits;
  const byLength = (seconds: number) => wallTimeBaseSeconds + seconds * wallTimeFactor;
  const allowed = durationSeconds === null ? wallTimeUnknownSeconds : byLength(durationSeconds);
  return Math.min(allowed, maxWallTimeSeconds);
}
