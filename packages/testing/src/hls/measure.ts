import type { LoadedRendition, LoadedSegment } from './load-rendition.js';

export const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

const secondsOf = (segments: Pick<LoadedSegment, 'extinfSeconds'>[]): number =>
  sum(segments.map(({ extinfSeconds }) => extinfSeconds));

const bpsOf = (segments: Pick<LoadedSegment, 'extinfSeconds' | 'sizeBytes'>[]): number =>
  (8 * sum(segments.map(({ sizeBytes }) => sizeBytes))) / secondsOf(segments);

export const totalSeconds = ({ segments }: LoadedRendition): number => secondsOf(segments);

export const averageBps = ({ segments }: LoadedRendition): number => bpsOf(segments);

/**
 * RFC 8216 section 4.3.4.2: the peak segment bitrate is the largest of any contiguous set of segments whose total duration
 * is between 0.5 and 1.5 times the target duration.
 */
export function peakBps({ segments, playlist: { targetDuration } }: LoadedRendition): number {
  const rates: number[] = [];
  for (let first = 0; first < segments.length; first++) {
    for (let last = first; last < segments.length; last++) {
      const run = segments.slice(first, last + 1);
      const seconds = secondsOf(run);
      if (seconds > targetDuration * 1.5) break;
      if (seconds >= targetDuration * 0.5) rates.push(bpsOf(run));
    }
  }
  return rates.length > 0 ? Math.max(...rates) : bpsOf(segments);
}

/** When the first picture or sound of a segment is due. */
export const startOf = ({ packets }: LoadedSegment): number =>
  Math.min(...packets.map(({ pts_time }) => Number(pts_time)));

/** The times at which a rendition is cut, from its playlist: the end of each segment. */
export const cutsOf = ({ segments }: LoadedRendition): number[] =>
  segments.map((_, i) => secondsOf(segments.slice(0, i + 1)));

const SAMPLES_PER_AAC_FRAME = 1_024;

/** How long one picture or one frame of sound is. */
export function frameSeconds({ stream, segments, init, ...rendition }: LoadedRendition): number {
  if (stream.codec_type === 'audio') return SAMPLES_PER_AAC_FRAME / init.timescale;
  const frames = sum(segments.map(({ packets }) => packets.length));
  return totalSeconds({ stream, segments, init, ...rendition }) / frames;
}
