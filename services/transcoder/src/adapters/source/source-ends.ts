import type { ByteRange } from '@kinora/file-client';

/** Reads a range of a source to its very end, or throws; the signal's reason when that is what ended it. */
export type ReadRange = (range: Required<ByteRange>, signal?: AbortSignal) => AsyncIterable<Buffer>;

/** How much is kept of each end. */
export interface EndsBytes {
  head: number;
  tail: number;
}

const MIB = 1_024 * 1_024;
/** The index of an hour of MP4 takes 2.5 MiB. */
export const KEPT_BYTES: EndsBytes = { head: MIB, tail: 4 * MIB };

/** Read when it is first asked for, by all who ask; once more when that failed. */
function createKept(read: ReadRange, range: Required<ByteRange>) {
  let reading: Promise<Buffer> | undefined;
  const readAll = async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of read(range)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  return {
    ...range,
    bytes: (): Promise<Buffer> => {
      reading ??= readAll().catch((error: unknown) => {
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
  return async function* readWithEnds({ first, last }, signal) {
    for (let at = first; at <= last; ) {
      const kept = ends.find((end) => end.first <= at && at <= end.last);
      const until = Math.min(last, kept ? kept.last : tailStart - 1);
      if (kept) yield (await kept.bytes()).subarray(at - kept.first, until - kept.first + 1);
      else yield* read({ first: at, last: until }, signal);
      at = until + 1;
    }
  };
}
