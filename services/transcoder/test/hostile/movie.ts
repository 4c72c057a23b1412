import { bigEndian, zeros } from './bytes.js';

/** A QuickTime movie written by hand (ISO/IEC 14496-12, QuickTime File Format), to say in it what no program would write. */

const u16 = (value: number): Buffer => bigEndian(value, 2);
export const u32 = (value: number): Buffer => bigEndian(value, 4);

export function box(type: string, ...content: Buffer[]): Buffer {
  const payload = Buffer.concat(content);
  return Buffer.concat([u32(8 + payload.length), Buffer.from(type, 'latin1'), payload]);
}
/** A box of version 0. */
const fullBox = (type: string, flags: number, ...content: Buffer[]): Buffer => box(type, u32(flags), ...content);

const MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));
/** Samples lie in the same file. */
const SELF_CONTAINED = fullBox('url ', 1);

export interface MovieOptions {
  width?: number;
  height?: number;
  /** Ticks in a second. */
  timescale?: number;
  /** Ticks that a frame is shown. */
  frameTicks?: number;
  frames?: number;
  /** Pictures without compression unless told otherwise. */
  codec?: string;
  /** Of one frame. */
  frameBytes?: number;
  /** What lies in the file; frames that are not there are left to the imagination. */
  media?: Buffer;
  /** Every frame is the same bytes, which lie in the file once. */
  repeats?: boolean;
  /** Where the samples lie, instead of in the file itself. */
  dataReference?: Buffer;
  tracks?: number;
  /** More boxes of the movie. */
  extra?: Buffer[];
}

const described = (options: MovieOptions) => {
  const { width = 16, height = 16, timescale = 24, frameTicks = 1, frames = 24, codec = 'raw ' } = options;
  const frameBytes = options.frameBytes ?? width * height * 3;
  const { repeats = false } = options;
  const media = options.media ?? (options.dataReference ? zeros(0) : Buffer.alloc(frameBytes * frames, 0x5a));
  return { width, height, timescale, frameTicks, frames, codec, frameBytes, repeats, media };
};
type Described = ReturnType<typeof described>;

const sampleEntry = ({ codec, width, height }: Described): Buffer =>
  box(
    codec,
    ...[zeros(6), u16(1), zeros(16), u16(width), u16(height), u32(0x480000), u32(0x480000), u32(0), u16(1)],
    ...[zeros(32), u16(24), u16(0xffff)],
  );

function track(movie: Described, id: number, mediaOffset: number, dataReference: Buffer): Buffer {
  const { width, height, timescale, frameTicks, frames, frameBytes, repeats } = movie;
  const chunks = repeats ? frames : 1;
  const ticks = u32(Math.min(frames * frameTicks, 0xffffffff));
  const samples = box(
    'stbl',
    fullBox('stsd', 0, u32(1), sampleEntry(movie)),
    fullBox('stts', 0, u32(1), u32(frames), u32(frameTicks)),
    fullBox('stsc', 0, u32(1), u32(1), u32(frames / chunks), u32(1)),
    fullBox('stsz', 0, u32(frameBytes), u32(frames)),
    fullBox('stco', 0, u32(chunks), ...Array.from({ length: chunks }, () => u32(mediaOffset))),
  );
  const size = [u32(width * 0x10000 > 0xffffffff ? 0 : width * 0x10000), u32(height * 0x10000)];
  return box(
    'trak',
    fullBox('tkhd', 3, zeros(8), u32(id), zeros(4), ticks, zeros(16), MATRIX, ...size),
    box(
      'mdia',
      fullBox('mdhd', 0, zeros(8), u32(timescale), ticks, zeros(4)),
      fullBox('hdlr', 0, zeros(4), Buffer.from('vide'), zeros(13)),
      box('minf', fullBox('vmhd', 1, zeros(8)), box('dinf', fullBox('dref', 0, u32(1), dataReference)), samples),
    ),
  );
}

/** A movie with its media before its index. */
export function movie(options: MovieOptions = {}): Buffer {
  const given = described(options);
  const { timescale, frames, frameTicks, media } = given;
  const type = box('ftyp', Buffer.from('qt  '), u32(0x200), Buffer.from('qt  '));
  const reference = options.dataReference ?? SELF_CONTAINED;
  const offset = options.dataReference ? 0 : type.length + 8;
  const ticks = u32(Math.min(frames * frameTicks, 0xffffffff));
  const tracks = Array.from({ length: options.tracks ?? 1 }, (_, nth) => track(given, nth + 1, offset, reference));
  const header = fullBox(
    'mvhd',
    0,
    ...[
      zeros(8),
      u32(timescale),
      ticks,
      u32(0x10000),
      u16(0x100),
      zeros(10),
      MATRIX,
      zeros(24),
      u32(tracks.length + 1),
    ],
  );
  return Buffer.concat([type, box('mdat', media), box('moov', header, ...tracks, ...(options.extra ?? []))]);
}

/** A data reference by address. */
export const urlReference = (url: string): Buffer => fullBox('url ', 0, Buffer.from(`${url}\0`));

const ABSOLUTE_PATH = 2;
const NO_LEVEL = 0xffff;

/** A data reference as a Macintosh alias, which names a file on the disk. */
export function aliasReference(path: string, levels = NO_LEVEL): Buffer {
  const name = Buffer.from(path.length % 2 ? `${path}\0` : path);
  return fullBox(
    'alis',
    0,
    ...[zeros(10), zeros(1), zeros(27), zeros(12), zeros(1), zeros(63), zeros(16), u16(levels), u16(levels), zeros(16)],
    ...[u16(ABSOLUTE_PATH), u16(name.length), name, u16(0xffff), u16(0)],
  );
}
