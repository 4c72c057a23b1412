import type { AudioRendition, TranscodePlan } from '../plan/transcode-plan.js';

export interface Segment {
  fileName: string;
  durationSeconds: number;
  sizeBytes: number;
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
  initSizeBytes: number;
  segments: Segment[];
}

/** What is known of an output before it is encoded. */
export type PlannedRendition = Pick<Rendition, 'name' | 'kind' | 'width' | 'height' | 'frameRate' | 'sound'>;

/** Every output of a plan, pictures first, largest first: the order in which ffmpeg gets them and players see them. */
export function plannedRenditions({ copy, rungs, audio, frameRate }: TranscodePlan): PlannedRendition[] {
  const pictures = copy ? [copy, ...rungs] : rungs;
  const videos = pictures.map(({ name, width, height }): PlannedRendition => {
    return { name, kind: 'video', width, height, frameRate: frameRate.num / frameRate.den, sound: null };
  });
  const sounds = audio.map(({ name, label, channels }): PlannedRendition => {
    return { name, kind: 'audio', width: null, height: null, frameRate: null, sound: { label, channels } };
  });
  return [...videos, ...sounds];
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
export const durationSeconds = ({ segments }: Pick<Rendition, 'segments'>): number =>
  sum(segments.map((segment) => segment.durationSeconds));
export const sizeBytes = ({ segments, initSizeBytes }: Rendition): number =>
  initSizeBytes + sum(segments.map((segment) => segment.sizeBytes));

const MIN_TAIL_FACTOR = 0.5;

/**
 * Peak segment bitrate (RFC 8216 section 4.3.4.2): the largest of any run of whole segments that lasts between 0.5 and 1.5
 * target durations. A last segment of a few frames is too short to count on its own and is taken with the one before.
 */
export function peakBps({ segments }: Pick<Rendition, 'segments'>): number {
  const target = Math.max(...segments.map((segment) => segment.durationSeconds));
  const rates = segments.map((segment, i) => {
    const before = segments[i - 1];
    const run = before && segment.durationSeconds < target * MIN_TAIL_FACTOR ? [before, segment] : [segment];
    return (8 * sum(run.map((part) => part.sizeBytes))) / sum(run.map((part) => part.durationSeconds));
  });
  return Math.ceil(Math.max(...rates));
}

/** Mean over the whole rendition (RFC 8216 section 4.3.4.2), never above the peak. */
export const averageBps = (rendition: Pick<Rendition, 'segments'>): number =>
  Math.ceil((8 * sum(rendition.segments.map((segment) => segment.sizeBytes))) / durationSeconds(rendition));
