import type { ByteRange } from '@kinora/file-client';

/** Reads a range of a source to its very end, or throws; the signal's reason when that is what ended it. */
export type ReadRange = (range: Required<ByteRange>, signal?: AbortSignal) => AsyncIterable<Buffer>;

export async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** A range whose bytes need not be read. */
export interface KnownRange extends Required<ByteRange> {
  bytes(): Promise<Buffer>;
}

/** @param known do not overlap */
export const withKnown = (read: ReadRange, known: KnownRange[]): ReadRange =>
  async function* readWithKnown({ first, last }, signal) {
    for (let at = first; at <= last; ) {
      const here = known.find((range) => range.first <= at && at <= range.last);
      const next = Math.min(...known.filter((range) => range.first > at).map((range) => range.first));
      const until = Math.min(last, here ? here.last : next - 1);
      if (here) yield (await here.bytes()).subarray(at - here.first, until - here.first + 1);
      else yield* read({ first: at, last: until }, signal);
      at = until + 1;
    }
  };
