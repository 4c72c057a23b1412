import type { Rational } from '../media-probe.js';
import type { Size } from './display-size.js';

/** One encoded size of the picture. */
export interface VideoRung extends Size {
  /** Folder of the rendition, such as `v720`. */
  name: string;
  /** x264's constant rate factor. */
  quality: number;
  maxBitrateBps: number;
  bufferBits: number;
  profile: 'high' | 'main';
  reason: string;
}

export interface AudioRendition {
  name: string;
  /** Number of the stream within the file. */
  sourceStream: number;
  channels: 2;
  sampleRateHz: 44_100 | 48_000;
  bitrateBps: number;
  reason: string;
}

/** Everything that is decided about a video before ffmpeg starts. The runner adds nothing of its own. */
export interface TranscodePlan {
  /** Number of the video stream within the file. */
  videoStream: number;
  display: Size;
  frameRate: Rational;
  /** Distance of key frames; a segment is a whole number of them. */
  keyFrameSeconds: number;
  /** No key frame is asked for after this time, so that the last segment is never a scrap of a few frames. */
  lastKeyFrameSeconds: number | null;
  segmentSeconds: number;
  /** Largest first. */
  rungs: VideoRung[];
  audio: AudioRendition | null;
  /** Length that the source claims; null when it claims none. */
  durationSeconds: number | null;
  /** Why all this, in words, one decision a line. */
  reasons: string[];
}
