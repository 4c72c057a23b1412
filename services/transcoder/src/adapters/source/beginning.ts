import { shortenIndex } from '../../domain/short-index/short-index.js';
import { type FoundIndex, findIndex } from './find-index.js';
import { fetchAhead, type KnownRange, keptRange, pausingAt, type ReadRange, withKnown } from './read-range.js';

/** A movie as it seems to whoever knows its first samples alone: a long index takes long to read. Any other source as it is. */
export interface Beginning {
  url: string;
  /** Bits per second of the whole tracks, by the identifiers of those that end early in it; of none when it is the source as it is. */
  bitratesBps(): Promise<ReadonlyMap<number, number>>;
}

/** Below, there is nothing to gain; an index of 16 MiB is that of six hours, and larger ones are left to ffmpeg, which has a bound for its memory. */
const INDEX_BYTES = { min: 128 * 1_024, max: 16 * 1_024 * 1_024 };

/** As much of the samples is read while ffprobe and ffmpeg start: all of them, at 1 Mbit/s. */
const FETCHED_MAX_BYTES = 4 * 1_024 * 1_024;

/** ffmpeg is done with a beginning in less; any more would hurt a source of which it needs what lies behind too. */
const PAUSE_MS = 200;

/** The first samples, of those that begin before `endByte`, where they follow upon each other. */
function fetchedOf(read: ReadRange, { firstByte, bytes }: FoundIndex, endByte: number): KnownRange[] {
  const first = firstByte < endByte ? firstByte + bytes.length : 0;
  const last = Math.min(endByte, first + FETCHED_MAX_BYTES) - 1;
  return first <= last ? [keptRange(read, { first, last })] : [];
}

/** The index is looked for when somebody first asks. */
export function beginningOf(read: ReadRange, sizeBytes: number): Pick<Beginning, 'bitratesBps'> & { read: ReadRange } {
  const shorten = async () => {
    const found = await findIndex(read, sizeBytes, INDEX_BYTES);
    const short = found && shortenIndex(found.bytes);
    if (!short) return { read, bitratesBps: new Map<number, number>() };
    const { firstByte: first } = found;
    const known = { first, last: first + short.bytes.length - 1, bytes: async () => short.bytes };
    const fetched = fetchedOf(read, found, short.endByte);
    fetched.forEach(fetchAhead);
    const readShort = withKnown(read, [known, ...fetched]);
    return { read: pausingAt(readShort, short.endByte, PAUSE_MS), bitratesBps: short.bitratesBps };
  };
  let shortened: ReturnType<typeof shorten> | undefined;
  const once = () => {
    shortened ??= shorten();
    // Who asks for it learns of what went wrong.
    shortened.catch(() => {});
    return shortened;
  };
  return {
    bitratesBps: async () => (await once()).bitratesBps,
    read: async function* readBeginning(range, signal) {
      yield* (await once()).read(range, signal);
    },
  };
}
