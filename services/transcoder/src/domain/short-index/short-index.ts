import { BOX_HEADER_BYTES, type Box, boxesIn } from '../boxes.js';
import { keptSeconds, samplesIn } from './kept-time.js';
import {
  childrenOf,
  chunksIn,
  isTable,
  lengthOf,
  readTrack,
  shownFrom,
  sizesIn,
  type Table,
  TO_TABLES,
  type Track,
  tableIn,
  ticksPerSecondIn,
  trackIdIn,
  Unusual,
} from './track.js';

/** The index of a movie that names the first samples of each track alone. */
export interface ShortIndex {
  /** A `moov` box, and a `free` box that makes both together as long as the whole index: the samples stay where they are. */
  bytes: Buffer;
  /** Bits per second of the whole tracks, by the identifiers of those that were shortened. */
  bitratesBps: ReadonlyMap<number, number>;
  /** Where in the file the samples begin that it does not name. */
  endByte: number;
}

/** Whole chunks at the start of a track. */
interface Beginning {
  samples: number;
  chunks: number;
  /** Entries of the table that says how many samples are in a chunk. */
  runs: number;
}

function beginningOf(runs: Table, chunkCount: number, atLeast: number): Beginning | null {
  const kept = { samples: 0, chunks: 0, runs: 0 };
  while (kept.samples < atLeast && kept.runs < runs.count) {
    const [firstChunk, samplesPerChunk] = [runs.read(kept.runs, 0) - 1, runs.read(kept.runs, 1)];
    const nextChunk = kept.runs + 1 < runs.count ? runs.read(kept.runs + 1, 0) - 1 : chunkCount;
    if (firstChunk !== kept.chunks || nextChunk <= firstChunk || nextChunk > chunkCount || samplesPerChunk === 0)
      return null;
    const chunks = Math.min(nextChunk - firstChunk, Math.ceil((atLeast - kept.samples) / samplesPerChunk));
    kept.samples += chunks * samplesPerChunk;
    kept.chunks += chunks;
    kept.runs++;
  }
  return kept;
}

/** Entries that say by how much the first samples are shown later than they are decoded. */
function offsetsFor(samples: number, offsets: Table): number {
  let entries = 0;
  for (let covered = 0; covered < samples && entries < offsets.count; entries++) covered += offsets.read(entries);
  return entries;
}

/** @returns where its samples begin that are not named any more; null when it is short, or not as it should be */
function shortenTrack(track: Track, seconds: number): number | null {
  const [sizes, runs, chunks] = [sizesIn(track), tableIn(track, 'stsc'), chunksIn(track)];
  if (!sizes || !runs || !chunks) return null;
  const kept = beginningOf(runs, chunks.count, samplesIn(track, seconds));
  if (!kept || kept.samples >= sizes.count || kept.chunks >= chunks.count) return null;
  const offsets = tableIn(track, 'ctts');
  offsets?.shorten(offsetsFor(kept.samples, offsets));
  sizes.shorten(kept.samples);
  chunks.shorten(kept.chunks);
  runs.shorten(kept.runs);
  return chunks.offset(kept.chunks);
}

const SOON_SECONDS = 10;

/** What is shown begins soon, and goes on: all of it that comes first is among the first samples. */
function isShownThrough(track: Track): boolean {
  const [first = 0, ...others] = shownFrom(track);
  return others.length === 0 && first <= SOON_SECONDS * (ticksPerSecondIn(track) ?? 0);
}

/** The same number that ffprobe makes of a whole track. */
function bitrateIn(track: Track): number | null {
  const [sizes, times, ticksPerSecond] = [sizesIn(track), tableIn(track, 'stts'), ticksPerSecondIn(track)];
  if (!sizes || !times || !ticksPerSecond) return null;
  let bytes = 0;
  for (let sample = 0; sample < sizes.count; sample++) bytes += sizes.read(sample);
  let ticks = 0;
  for (let run = 0; run < times.count; run++) ticks += times.read(run, 0) * times.read(run, 1);
  return ticks === 0 ? null : Math.floor((bytes * 8 * ticksPerSecond) / ticks) || null;
}

function boxOf({ type, content }: Box): Buffer {
  const header = Buffer.alloc(BOX_HEADER_BYTES);
  header.writeUInt32BE(BOX_HEADER_BYTES + content.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}

/** Without what stands behind the entries of tables. */
function trimmed({ type, content }: Box, depth = 0): Buffer {
  const isInTables = depth === TO_TABLES.length;
  if (isInTables && isTable(type)) return boxOf({ type, content: content.subarray(0, lengthOf(type, content)) });
  if (type !== TO_TABLES[depth]) return boxOf({ type, content });
  return boxOf({ type, content: Buffer.concat(childrenOf(content).map((box) => trimmed(box, depth + 1))) });
}

function shorten(moov: Buffer): ShortIndex | null {
  const [index] = boxesIn(Buffer.from(moov));
  const boxes = index?.type === 'moov' ? childrenOf(index.content) : [];
  if (boxes.some(({ type }) => type === 'mvex')) return null;
  const tracks = boxes.filter(({ type }) => type === 'trak').map(({ content }) => readTrack(content));
  if (new Set(tracks.map(trackIdIn)).size < tracks.length || !tracks.every(isShownThrough)) return null;
  const seconds = keptSeconds(tracks);
  const bitratesBps = new Map<number, number>();
  let endByte = 0;
  for (const track of tracks) {
    const [id, bitrateBps] = [trackIdIn(track), bitrateIn(track)];
    const end = id === null || bitrateBps === null ? null : shortenTrack(track, seconds);
    if (id === null || bitrateBps === null || end === null) continue;
    bitratesBps.set(id, bitrateBps);
    endByte = Math.max(endByte, end);
  }
  if (bitratesBps.size === 0) return null;
  const short = boxOf({ type: 'moov', content: Buffer.concat(boxes.map((box) => trimmed(box))) });
  const freeBytes = moov.length - short.length - BOX_HEADER_BYTES;
  if (freeBytes < 0) return null;
  const bytes = Buffer.concat([short, boxOf({ type: 'free', content: Buffer.alloc(freeBytes) })]);
  return { bytes, bitratesBps, endByte };
}

/**
 * Shortens the index of a movie. Lengths and rates of its tracks stay: they stand elsewhere in it.
 * @param moov the box
 * @returns null when there is nothing to gain, samples may be named elsewhere too, or it is not as it should be
 */
export function shortenIndex(moov: Buffer): ShortIndex | null {
  try {
    return shorten(moov);
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}
