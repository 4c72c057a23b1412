import { sizeName } from '../plan/display-size.js';
import type { AudioRendition, TranscodePlan } from '../plan/transcode-plan.js';
import type { KeyFrame } from './key-frames.js';

export interface Segment {
  /** Object key. */
  key: string;
  durationSeconds: number;
  sizeBytes: number;
  /** Those that can be fetched alone; absent where nobody looked for them. */
  keyFrames?: KeyFrame[];
}

/** What playlists say of a track of sound. */
export type Sound = Pick<AudioRendition, 'label' | 'channels'>;

/** One finished output: what the playlists and the rows are made from. */
export interface Rendition {
  /** Folder of the rendition, such as `v720` or `audio`. */
  name: string;
  kind: 'video' | 'audio';
  width: number | null;
  height: number | null;
  frameRate: number | null;
  /** Of a track of sound. */
  sound: Sound | null;
  /** RFC 6381. */
  codecs: string;
  /** Object key of the init segment; empty as long as there is no segment. */
  initKey: string;
  initSizeBytes: number;
  segments: Segment[];
}

/** What is known of an output before it is encoded. */
export interface PlannedRendition
  extends Pick<Rendition, 'name' | 'kind' | 'width' | 'height' | 'frameRate' | 'sound'> {
  /** Why it is made this way, in words. */
  reason: string;
}

/** Why an output is made as it is, with what people call it: `720p copied: …`, `sound “English”: AAC stereo, …`. */
export const explain = ({
  sound,
  width,
  height,
  reason,
}: Omit<PlannedRendition, 'name' | 'kind' | 'frameRate'>): string =>
  sound
    ? `sound “${sound.label.name}”: ${reason}`
    : `${sizeName({ width: width ?? 0, height: height ?? 0 })} ${reason}`;

/** Every output of a plan, pictures first, largest first: the order in which ffmpeg gets them and players see them. */
export function plannedRenditions({ copy, rungs, audio, frameRate }: TranscodePlan): PlannedRendition[] {
  const pictures = copy ? [copy, ...rungs] : rungs;
  const videos = pictures.map(({ name, width, height, reason }): PlannedRendition => {
    return { name, kind: 'video', width, height, frameRate: frameRate.num / frameRate.den, sound: null, reason };
  });
  const sounds = audio.map(({ name, label, channels, reason }): PlannedRendition => {
    return { name, kind: 'audio', width: null, height: null, frameRate: null, sound: { label, channels }, reason };
  });
  return [...videos, ...sounds];
}

const pixels = ({ width, height }: Rendition): number => (width ?? 0) * (height ?? 0);
/** The order in which playlists name renditions: pictures largest first, then what has none. */
export const largestFirst = (renditions: Rendition[]): Rendition[] =>
  renditions.toSorted((a, b) => pixels(b) - pixels(a));

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
export const durationSeconds = ({ segments }: Pick<Rendition, 'segments'>): number =>
  sum(segments.map((segment) => segment.durationSeconds));
export const sizeBytes = ({ segments, initSizeBytes }: Rendition): number =>
  initSizeBytes + sum(segments.map((segment) => segment.sizeBytes));

/** RFC 8216 section 4.3.3.1: no segment's duration, rounded to whole seconds, may exceed it. */
export const targetDurationSeconds = (segments: Pick<Segment, 'durationSeconds'>[]): number =>
  Math.max(1, ...segments.map((segment) => Math.round(segment.durationSeconds)));

/** What lasts no time has no bitrate. */
function bpsOf(segments: Segment[]): number {
  const seconds = durationSeconds({ segments });
  return seconds > 0 ? (8 * sum(segments.map((segment) => segment.sizeBytes))) / seconds : 0;
}

/** Of the run of segments from `first` on that costs most while it lasts between 0.5 and 1.5 target durations; 0 where there is none. */
function peakFrom(segments: Segment[], first: number, targetSeconds: number): number {
  let peak = 0;
  let seconds = 0;
  for (let last = first; last < segments.length; last++) {
    seconds += segments[last]?.durationSeconds ?? 0;
    if (seconds > targetSeconds * 1.5) break;
    if (seconds >= targetSeconds * 0.5) peak = Math.max(peak, bpsOf(segments.slice(first, last + 1)));
  }
  return peak;
}

/** Peak segment bitrate (RFC 8216 section 4.3.4.2): the largest of any run of segments that lasts between 0.5 and 1.5 target durations. */
export function peakBps({ segments }: Pick<Rendition, 'segments'>): number {
  const targetSeconds = targetDurationSeconds(segments);
  const peak = segments.reduce((most, _, first) => Math.max(most, peakFrom(segments, first, targetSeconds)), 0);
  return Math.ceil(peak || bpsOf(segments));
}

/** Mean over the whole rendition (RFC 8216 section 4.3.4.2), never above the peak. */
export const averageBps = (rendition: Pick<Rendition, 'segments'>): number => Math.ceil(bpsOf(rendition.segments));
