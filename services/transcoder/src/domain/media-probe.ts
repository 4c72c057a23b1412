import type { TaggedTrack } from '@kinora/captions';
import type { Chapter } from '@kinora/contracts';
import type { Container } from '@kinora/sniff';

export interface Rational {
  num: number;
  den: number;
}

export const toNumber = ({ num, den }: Rational): number => num / den;

/** How numbers stand for colours, in ffmpeg's names for the code points of ITU-T H.273. Null is what the file does not say. */
export interface ColourTags {
  range: 'tv' | 'pc' | null;
  matrix: string | null;
  primaries: string | null;
  transfer: string | null;
  /** Luminance of the brightest pixel that the file announces, in cd/m². */
  peakNits: number | null;
  /** Numbers stand for colours in a way that Dolby Vision alone shows, without a picture for other screens in it. */
  needsDolbyVision: boolean;
}

/** What the file says of one video track. Null is what it does not say. */
export interface VideoStream {
  /** Number of the stream within the file. */
  index: number;
  codec: string;
  profile: string | null;
  pixelFormat: string | null;
  colour: ColourTags;
  /** Pixels as stored: before rotation and before the pixels are made square. */
  width: number;
  height: number;
  /** Width to height of one pixel. */
  sampleAspect: Rational;
  /** Clockwise turn that shows the picture upright, 0 to 359. */
  rotationDegrees: number;
  /** Left and right are exchanged, as by a mirror, beside the turn. */
  isMirrored: boolean;
  /** Lowest rate that can show every frame at its time. */
  nominalFrameRate: Rational | null;
  /** Frames divided by duration. */
  averageFrameRate: Rational | null;
  bitrateBps: number | null;
  durationSeconds: number | null;
  /** Such as `progressive` or `tt`. */
  fieldOrder: string | null;
  firstPacket: FirstPacket | null;
  isDefault: boolean;
}

/** The first packet of a track, as the demuxer gives it. Null where none came soon. */
export interface FirstPacket {
  /** Against the start of the file. */
  startSeconds: number;
  isKeyFrame: boolean;
  /** Decoded but never shown: an edit list begins later. */
  isHidden: boolean;
}

export interface AudioStream extends TaggedTrack {
  index: number;
  codec: string;
  profile: string | null;
  channels: number;
  /** As ffmpeg names it, such as `5.1(side)`. */
  channelLayout: string | null;
  sampleRateHz: number;
  bitrateBps: number | null;
  durationSeconds: number | null;
  firstPacket: FirstPacket | null;
  isDefault: boolean;
  /** Describes the picture, for those who cannot see it. */
  isDescriptive: boolean;
}

export interface SubtitleStream extends TaggedTrack {
  index: number;
  codec: string;
  isDefault: boolean;
  /** For everybody: it translates what is written or spoken in another language. */
  isForced: boolean;
  isForTheDeaf: boolean;
}

/** Everything that the plan is made from. Cover art is no video stream. */
export interface MediaProbe {
  container: Container;
  sizeBytes: number;
  durationSeconds: number | null;
  video: VideoStream[];
  /** A picture that belongs to the file as a whole. */
  cover: VideoStream | null;
  audio: AudioStream[];
  subtitles: SubtitleStream[];
  /** Streams of every kind. */
  streamCount: number;
  /** In the order of their beginnings. */
  chapters: Chapter[];
}
