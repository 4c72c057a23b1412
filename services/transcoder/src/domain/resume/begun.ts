import type { Rendition } from '../hls/rendition.js';

/** More than one frame of sound, less than any segment. */
const CUT_TOLERANCE_SECONDS = 0.1;

/**
 * What stays of renditions that were made of the beginning of a source alone: as many segments of each, cut at the same times.
 * @returns nothing when they are cut at others, where a run over the whole source would not cut
 */
export function begunTogether(made: Rendition[]): Rendition[] {
  const count = Math.min(...made.map(({ segments }) => segments.length));
  const begun = made.map((rendition) => ({ ...rendition, segments: rendition.segments.slice(0, count) }));
  const [first = []] = begun.map(({ segments }) => segments);
  const isCutAlike = ({ segments }: Rendition) =>
    segments.every(({ durationSeconds }, at) => {
      return Math.abs(durationSeconds - (first[at]?.durationSeconds ?? 0)) <= CUT_TOLERANCE_SECONDS;
    });
  return count > 0 && begun.every(isCutAlike) ? begun : [];
}
