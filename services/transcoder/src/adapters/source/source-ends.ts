import { fetchAhead, keptRange, type ReadRange, withKnown } from './read-range.js';

/** How much is kept of each end. */
export interface EndsBytes {
  head: number;
  tail: number;
}

const MIB = 1_024 * 1_024;
/** The index of an hour of MP4 takes 2.5 MiB. */
export const KEPT_BYTES: EndsBytes = { head: MIB, tail: 4 * MIB };

/**
 * Keeps both ends of a source: containers have their index there, which ffprobe and every ffmpeg read anew.
 * @returns reads any range; the ends are read from the storage once, the tail as soon as this is called
 */
export function keepEnds(read: ReadRange, sizeBytes: number, { head, tail }: EndsBytes = KEPT_BYTES): ReadRange {
  const tailStart = Math.max(Math.min(head, sizeBytes), sizeBytes - tail);
  const ends = [
    keptRange(read, { first: 0, last: Math.min(head, sizeBytes) - 1 }),
    keptRange(read, { first: tailStart, last: sizeBytes - 1 }),
  ].filter(({ first, last }) => first <= last);
  const tailRange = ends.at(-1);
  if (tailRange) fetchAhead(tailRange);
  return withKnown(read, ends);
}
