import type { ByteRange } from '@kinora/file-client';
import { bytesOf, type KnownRange, type ReadRange, withKnown } from './read-range.js';

/** How much is kept of each end. */
export interface EndsBytes {
  head: number;
  tail: number;
}

const MIB = 1_024 * 1_024;
/** The index of an hour of MP4 takes 2.5 MiB. */
export const KEPT_BYTES: EndsBytes = { head: MIB, tail: 4 * MIB };

/** Read when it is first asked for, by all who ask; once more when that failed. */
function createKept(read: ReadRange, range: Required<ByteRange>): KnownRange {
  let reading: Promise<Buffer> | undefined;
  return {
    ...range,
    bytes() {
      reading ??= bytesOf(read(range)).catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      return reading;
    },
  };
}

/**
 * Keeps both ends of a source: containers have their index there, which ffprobe and every ffmpeg read anew.
 * @returns reads any range; the ends are read from the storage once, the tail as soon as this is called
 */
export function keepEnds(read: ReadRange, sizeBytes: number, { head, tail }: EndsBytes = KEPT_BYTES): ReadRange {
  const tailStart = Math.max(Math.min(head, sizeBytes), sizeBytes - tail);
  const ends = [
    createKept(read, { first: 0, last: Math.min(head, sizeBytes) - 1 }),
    createKept(read, { first: tailStart, last: sizeBytes - 1 }),
  ].filter(({ first, last }) => first <= last);
  // Who asks for it learns of what went wrong.
  ends
    .at(-1)
    ?.bytes()
    .catch(() => {});
  return withKnown(read, ends);
}
