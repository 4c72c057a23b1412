import type { TrackLabel } from '@kinora/captions';
import type { Rational } from '../media-probe.js';
import type { ChannelMix } from './channel-mix.js';
import type { ColourPlan } from './colour.js';
import type { Deinterlacing } from './deinterlace.js';
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

/** The source's own picture, packed anew without being encoded. */
export interface CopiedPicture extends Size {
  name: string;
  /** As far as the probe tells, it may be the top rung of the ladder: all sound is cut where it is cut. Else the clock cuts the sound. */
  mayStay: boolean;
  reason: string;
}

/** One track of sound. */
export interface AudioRendition {
  /** Folder of the rendition, such as `audio` or `audio-2`. */
  name: string;
  label: TrackLabel;
  /** The source's own sound, packed anew. */
  isCopied: boolean;
  /** Number of the stream within the file. */
  sourceStream: number;
  channels: 2 | 6;
  mix: ChannelMix;
  /** Filled with silence until then; null when it lasts long enough. */
  silenceUntilSeconds: number | null;
  sampleRateHz: 44_100 | 48_000;
  bitrateBps: number;
  reason: string;
}

/** One track of text. */
export interface SubtitleRendition {
  /** Folder of the rendition, such as `subtitles` or `subtitles-2`. */
  name: string;
  label: TrackLabel;
  /** Number of the stream within the file. */
  sourceStream: number;
  /** Shown unless a viewer chooses. */
  isDefault: boolean;
  isForced: boolean;
  reason: string;
}

/** Everything that is decided about a video before ffmpeg starts. The runner adds nothing of its own. */
export interface TranscodePlan {
  /** Number of the video stream within the file; null for sound alone. */
  videoStream: number | null;
  /** Number of the stream that holds a cover, for sound alone. */
  coverStream: number | null;
  display: Size;
  /** As the file holds the picture. */
  stored: Size;
  /** ffmpeg turns or mirrors it before anything else is done to it. */
  isTurned: boolean;
  /** Null when the source is progressive. */
  deinterlacing: Deinterlacing | null;
  colour: ColourPlan;
  frameRate: Rational;
  /** Distance of key frames; a segment is a whole number of them. */
  keyFrameSeconds: number;
  /** No key frame is asked for after this time, so that the last segment is never a scrap of a few frames. */
  lastKeyFrameSeconds: number | null;
  segmentSeconds: number;
  /** Null when browsers cannot play the source as it is, or its copy is made already. */
  copy: CopiedPicture | null;
  /** Key frames where the source has them, and every frame at its own time; else as planned. */
  followsSource: boolean;
  /** Largest first. */
  rungs: VideoRung[];
  /** What plays unless a viewer chooses is first. Empty when there is no sound, or it is made already. */
  audio: AudioRendition[];
  subtitles: SubtitleRendition[];
  /** Length that the source claims; null when it claims none. */
  durationSeconds: number | null;
  /** Why all this, in words, one decision a line. */
  reasons: string[];
}
