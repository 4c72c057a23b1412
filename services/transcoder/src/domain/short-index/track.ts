import { BOX_HEADER_BYTES, type Box, boxesIn } from '../boxes.js';

/** A table in a box: entries of the same size, after their number (ISO/IEC 14496-12, sections 8.6 and 8.7). */
export interface Table {
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
  stss: { columns: 1, countAt: VERSION_AND_FLAGS_BYTES },
  stsz: { columns: 1, countAt: 2 * VERSION_AND_FLAGS_BYTES },
  stsc: { columns: 3, countAt: VERSION_AND_FLAGS_BYTES },
  stco: { columns: 1, countAt: VERSION_AND_FLAGS_BYTES },
  co64: { columns: 2, countAt: VERSION_AND_FLAGS_BYTES },
  ctts: { columns: 2, countAt: VERSION_AND_FLAGS_BYTES },
};
export type TableType = keyof typeof TABLES;
export const isTable = (type: string): type is TableType => type in TABLES;

/** Bytes of a table, when it has so many entries as it says. */
export function lengthOf(type: TableType, content: Buffer): number {
  const { columns, countAt } = TABLES[type];
  const start = countAt + COLUMN_BYTES;
  return content.length < start ? start : start + content.readUInt32BE(countAt) * columns * COLUMN_BYTES;
}

/** An index as no program writes it. */
export class Unusual extends Error {}

const MAX_CHILDREN = 1_000;
const NOTHING = Buffer.alloc(0);

/** @throws Unusual when they are so many that only their number can be meant, or one of them is not whole */
export function childrenOf(content: Buffer): Box[] {
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

/** What the index of a movie says of one track. */
export interface Track {
  header: Buffer;
  mediaHeader: Buffer;
  edits: Buffer;
  tables: Box[];
}

/** Boxes in which the next one lies, and the tables in the last. */
export const TO_TABLES = ['trak', 'mdia', 'minf', 'stbl'];

/** @param content of a `trak` box. @throws Unusual */
export function readTrack(content: Buffer): Track {
  const track = childrenOf(content);
  const media = childrenOf(contentOf(track, 'mdia'));
  const tables = childrenOf(contentOf(childrenOf(contentOf(media, 'minf')), 'stbl'));
  const edits = contentOf(childrenOf(contentOf(track, 'edts')), 'elst');
  return { header: contentOf(track, 'tkhd'), mediaHeader: contentOf(media, 'mdhd'), edits, tables };
}

/** @returns null when there is no such table, or less of it than it says */
export function tableIn({ tables }: Track, type: TableType): Table | null {
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
export function sizesIn(track: Track): Table | null {
  const sizes = tableIn(track, 'stsz');
  return sizes && contentOf(track.tables, 'stsz').readUInt32BE(VERSION_AND_FLAGS_BYTES) === 0 ? sizes : null;
}

/** Where in the file the chunks of a track begin. */
export interface Chunks extends Omit<Table, 'read'> {
  /** In bytes from the start of the file. */
  offset(chunk: number): number;
}

export function chunksIn(track: Track): Chunks | null {
  const [short, long] = [tableIn(track, 'stco'), tableIn(track, 'co64')];
  if (short) return { ...short, offset: (chunk) => short.read(chunk) };
  return long && { ...long, offset: (chunk) => long.read(chunk, 0) * 2 ** 32 + long.read(chunk, 1) };
}

/** A number that stands further back where times take eight bytes (ISO/IEC 14496-12, sections 8.3.2 and 8.4.2). */
function numberIn(header: Buffer, at: { short: number; long: number }): number | null {
  const place = header[0] === 1 ? at.long : at.short;
  return header.length >= place + COLUMN_BYTES ? header.readUInt32BE(place) : null;
}
export const trackIdIn = ({ header }: Track) => numberIn(header, { short: 12, long: 20 });
export const ticksPerSecondIn = ({ mediaHeader }: Track) => numberIn(mediaHeader, { short: 12, long: 20 });

/** A pause before a track has no time in it (ISO/IEC 14496-12, section 8.6.6). */
const PAUSE = -1;

/** Where in the track each part of it begins that is shown, in ticks. */
export function shownFrom({ edits }: Track): number[] {
  const isLong = edits[0] === 1;
  const [timeAt, entryBytes] = isLong ? [8, 20] : [4, 12];
  const times: number[] = [];
  for (let at = 2 * COLUMN_BYTES; at + entryBytes <= edits.length; at += entryBytes)
    times.push(isLong ? Number(edits.readBigInt64BE(at + timeAt)) : edits.readInt32BE(at + timeAt));
  return times.filter((time) => time !== PAUSE);
}
