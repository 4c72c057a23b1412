import type { LoadedRendition, LoadedSegment } from './load-rendition.js';

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

export const totalSeconds = ({ segments }: LoadedRendition): number =>
  sum(segments.map(({ extinfSeconds }) => extinfSeconds));

export const averageBps = (rendition: LoadedRendition): number =>
  (8 * sum(rendition.segments.map(({ sizeBytes }) => sizeBytes))) / totalSeconds(rendition);

/**
 * RFC 8216 section 4.3.4.2: the peak segment bitrate is the largest of any contiguous set of segments whose total duration
 * is between 0.5 and 1.5 times the target duration.
 */
export function peakBps({ segments, playlist }: LoadedRendition): number {
  const shortest = playlist.targetDuration * 0.5;
  const longest = playlist.targetDuration * 1.5;
  const rates = segments.flatMap((_, first) =>
    segments.slice(first).flatMap((__, count) => {
      const part = segments.slice(first, first + count + 1);
      const seconds = sum(part.map(({ extinfSeconds }) => extinfSeconds));
      if (count > longest * 4 || seconds < shortest || seconds > longest) return [];
      return [(8 * sum(part.map(({ sizeBytes }) => sizeBytes))) / seconds];
    }),
  );
  return rates.length > 0 ? Math.max(...rates) : averageBpsOf(segments);
}

const averageBpsOf = (segments: LoadedSegment[]): number =>
  (8 * sum(segments.map(({ sizeBytes }) => sizeBytes))) / sum(segments.map(({ extinfSeconds }) => extinfSeconds));

/** When the first picture or sound of a segment is due. */
export const startOf = ({ packets }: LoadedSegment): number =>
  Math.min(...packets.map(({ pts_time }) => Number(pts_time)));
