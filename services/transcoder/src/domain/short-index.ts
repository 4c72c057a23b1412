import { BOX_HEADER_BYTES, type Box, boxesIn } from './boxes.js';

/** More than ffprobe looks at, and of most videos half a minute or more. */
const KEPT_SAMPLES = 2_048;

/** The index of a movie that names the first samples of each track alone. */
export interface ShortIndex {
  /** A `moov` box, and a `free` box that makes both together as long as the whole index: the samples stay where they are. */
  bytes: Buffer;
  /** Bits per second of the whole tracks, by the identifiers of those that were shortened. */
  bitratesBps: ReadonlyMap<number, number>;
}

/** A table in a box: entries of the same size, after their number (ISO/IEC 14496-12, sections 8.6 and 8.7). */
interface Table {
  count: number;
  /** A number of an entry, as it stands in a column of four bytes. */
  read(entry: number, column?: number): number;
  /** Says that there are fewer entries. */
  shorten(count: number): void;
}

const VERSION_AND_FLAGS_BYTES = 4;
const COLUMN_BYTES = 4;

/** How many numbers are in an entry of a table, and where their count stands in the box. */
const TABLES = {
  stts: { columns: 2, countAt: VERSION_AND_FLAGS_BYTES },
  stsz: { columns: 1, countAt: 2 * VERSION_AND_FLAGS_BYTES },
  stsc: { columns: 3, countAt: VERSION_AND_FLAGS_BYTES },
  stco: { columns: 1, countAt: VERSION_AND_FLAGS_BYTES },
  co64: { columns: 2, countAt: VERSION_AND_FLAGS_BYTES },
  ctts: { columns: 2, countAt: VERSION_AND_FLAGS_BYTES },
};
type TableType = keyof typeof TABLES;
const isTable = (type: string): type is TableType => type in TABLES;

/** Bytes of a table, when it has so many entries as it says. */
function lengthOf(type: TableType, content: Buffer): number {
  const { columns, countAt } = TABLES[type];
  const start = countAt + COLUMN_BYTES;
  return content.length < start ? start : start + content.readUInt32BE(countAt) * columns * COLUMN_BYTES;
}

/** An index as no program writes it. */
class Unusual extends Error {}

const MAX_CHILDREN = 1_000;
const NOTHING = Buffer.alloc(0);

/** @throws Unusual when they are so many that only their number can be meant, or one of them is not whole */
function childrenOf(content: Buffer): Box[] {
  const children: Box[] = [];
  let bytes = 0;
  for (const box of boxesIn(content)) {
    bytes += BOX_HEADER_BYTES + box.content.length;
    if (children.push(box) > MAX_CHILDREN) throw new Unusual();
  }
  if (content.length - bytes >= BOX_HEADER_BYTES) throw new Unusual();
  return children;
}

const contentOf = (boxes: Box[], type: string): Buffer => boxes.find((box) => box.type === type)?.content ?? NOTHING;

interface Track {
  header: Buffer;
  mediaHeader: Buffer;
  edits: Buffer;
  tables: Box[];
}

function readTrack(content: Buffer): Track {
  const track = childrenOf(content);
  const media = childrenOf(contentOf(track, 'mdia'));
  const tables = childrenOf(contentOf(childrenOf(contentOf(media, 'minf')), 'stbl'));
  const edits = contentOf(childrenOf(contentOf(track, 'edts')), 'elst');
  return { header: contentOf(track, 'tkhd'), mediaHeader: contentOf(media, 'mdhd'), edits, tables };
}

function tableIn({ tables }: Track, type: TableType): Table | null {
  const content = contentOf(tables, type);
  if (content.length < lengthOf(type, content)) return null;
  const { columns, countAt } = TABLES[type];
  const start = countAt + COLUMN_BYTES;
  const count = content.readUInt32BE(countAt);
  return {
    count,
    read: (entry, column = 0) => content.readUInt32BE(start + (entry * columns + column) * COLUMN_BYTES),
    shorten: (fewer) => void content.writeUInt32BE(fewer, countAt),
  };
}

/** Sizes in a table; null when all samples are of one size, which takes no table. */
function sizesIn(track: Track): Table | null {
  const sizes = tableIn(track, 'stsz');
  return sizes && contentOf(track.tables, 'stsz').readUInt32BE(VERSION_AND_FLAGS_BYTES) === 0 ? sizes : null;
}

const chunksIn = (track: Track): Table | null => tableIn(track, 'stco') ?? tableIn(track, 'co64');

/** Whole chunks at the start of a track. */
interface Beginning {
  samples: number;
  chunks: number;
  /** Entries of the table that says how many samples are in a chunk. */
  runs: number;
}

function beginningOf(runs: Table, chunkCount: number): Beginning | null {
  const kept = { samples: 0, chunks: 0, runs: 0 };
  while (kept.samples < KEPT_SAMPLES && kept.runs < runs.count) {
    const [firstChunk, samplesPerChunk] = [runs.read(kept.runs, 0) - 1, runs.read(kept.runs, 1)];
    const nextChunk = kept.runs + 1 < runs.count ? runs.read(kept.runs + 1, 0) - 1 : chunkCount;
    if (firstChunk !== kept.chunks || nextChunk <= firstChunk || nextChunk > chunkCount || samplesPerChunk === 0)
      return null;
    const chunks = Math.min(nextChunk - firstChunk, Math.ceil((KEPT_SAMPLES - kept.samples) / samplesPerChunk));
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

/** @returns whether it was shortened: not when it is short, or not as it should be */
function shortenTrack(track: Track): boolean {
  const [sizes, runs, chunks] = [sizesIn(track), tableIn(track, 'stsc'), chunksIn(track)];
  if (!sizes || !runs || !chunks || sizes.count <= KEPT_SAMPLES) return false;
  const kept = beginningOf(runs, chunks.count);
  if (!kept || kept.samples >= sizes.count) return false;
  const offsets = tableIn(track, 'ctts');
  offsets?.shorten(offsetsFor(kept.samples, offsets));
  sizes.shorten(kept.samples);
  chunks.shorten(kept.chunks);
  runs.shorten(kept.runs);
  return true;
}

/** A number that stands further back where times take eight bytes (ISO/IEC 14496-12, sections 8.3.2 and 8.4.2). */
function numberIn(header: Buffer, at: { short: number; long: number }): number | null {
  const place = header[0] === 1 ? at.long : at.short;
  return header.length >= place + COLUMN_BYTES ? header.readUInt32BE(place) : null;
}
const trackIdIn = ({ header }: Track) => numberIn(header, { short: 12, long: 20 });
const ticksPerSecondIn = ({ mediaHeader }: Track) => numberIn(mediaHeader, { short: 12, long: 20 });

/** A pause before a track has no time in it (ISO/IEC 14496-12, section 8.6.6). */
const PAUSE = -1;

/** Where in the track each part of it begins that is shown, in ticks. */
function shownFrom({ edits }: Track): number[] {
  const isLong = edits[0] === 1;
  const [timeAt, entryBytes] = isLong ? [8, 20] : [4, 12];
  const times: number[] = [];
  for (let at = 2 * COLUMN_BYTES; at + entryBytes <= edits.length; at += entryBytes)
    times.push(isLong ? Number(edits.readBigInt64BE(at + timeAt)) : edits.readInt32BE(at + timeAt));
  return times.filter((time) => time !== PAUSE);
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

/** Boxes in which the next one lies, and the tables in the last. */
const TO_TABLES = ['trak', 'mdia', 'minf', 'stbl'];

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
  const bitratesBps = new Map<number, number>();
  for (const track of tracks) {
    const [id, bitrateBps] = [trackIdIn(track), bitrateIn(track)];
    if (id !== null && bitrateBps !== null && shortenTrack(track)) bitratesBps.set(id, bitrateBps);
  }
  if (bitratesBps.size === 0) return null;
  const short = boxOf({ type: 'moov', content: Buffer.concat(boxes.map((box) => trimmed(box))) });
  const freeBytes = moov.length - short.length - BOX_HEADER_BYTES;
  if (freeBytes < 0) return null;
  return { bytes: Buffer.concat([short, boxOf({ type: 'free', content: Buffer.alloc(freeBytes) })]), bitratesBps };
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
