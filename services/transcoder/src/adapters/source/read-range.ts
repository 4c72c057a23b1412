import { setTimeout as delay } from 'node:timers/promises';
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

/** Read when it is first asked for, by all who ask; once more when that failed. */
export function keptRange(read: ReadRange, range: Required<ByteRange>): KnownRange {
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

/** Reads it now. Who asks for it later learns of what went wrong. */
export function fetchAhead(range: KnownRange): void {
  range.bytes().catch(() => {});
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

/**
 * Waits before it reads past a byte behind which nobody is thought to need anything: who asked for the rest of the source
 * nevertheless has hung up by then. Megabytes read ahead for them, into the buffers of sockets, would take their time.
 */
export const pausingAt = (read: ReadRange, byte: number, pauseMs: number): ReadRange =>
  async function* readPausing({ first, last }, signal) {
    if (first >= byte || last < byte) return yield* read({ first, last }, signal);
    yield* read({ first, last: byte - 1 }, signal);
    await delay(pauseMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
    yield* read({ first: byte, last }, signal);
  };

/** The same, so many bytes into each range that is asked for. */
export const pausingAfter =
  (read: ReadRange, bytes: number, pauseMs: number): ReadRange =>
  (range, signal) =>
    pausingAt(read, range.first + bytes, pauseMs)(range, signal);
