import { BOX_HEADER_BYTES, findBox, readBoxHeader } from '../boxes.js';
import { readFragment } from './fragment.js';

/** One frame of sound. */
export interface SoundFrame {
  durationTicks: number;
  data: Buffer;
}

/** Frames of sound in a row. */
export interface Sound {
  trackId: number;
  startTicks: number;
  frames: SoundFrame[];
}

const MDHD_TIMESCALE_AT = { 0: 12, 1: 20 };
const DEFAULT_BASE_IS_MOOF = 0x020000;
const DEFAULT_DURATION = 0x8;
const DEFAULT_FLAGS = 0x20;
const DEPENDS_ON_NO_OTHER = 0x02000000;
const DATA_OFFSET = 0x1;
const OWN_DURATIONS = 0x100;
const OWN_SIZES = 0x200;

/** Ticks a second of the one track of an init segment (ISO/IEC 14496-12, 8.4.2). @throws when it has none */
export function timescaleOf(initSegment: Buffer): number {
  const mdhd = findBox(initSegment, 'mdhd');
  if (!mdhd) throw new Error('the init segment names no time scale');
  return mdhd.readUInt32BE(MDHD_TIMESCALE_AT[mdhd[0] === 1 ? 1 : 0]);
}

/** The sound in a segment of one track. */
export function readSound(segment: Buffer): Sound[] {
  const found: Sound[] = [];
  for (let at = 0; at + BOX_HEADER_BYTES <= segment.length; ) {
    const { type, sizeBytes } = readBoxHeader(segment.subarray(at));
    if (sizeBytes < BOX_HEADER_BYTES) break;
    const fragment = type === 'moof' ? readFragment(segment.subarray(at, at + sizeBytes)) : null;
    if (fragment) {
      let end = at + fragment.dataOffsetBytes;
      const frames = fragment.samples.map(({ durationTicks, sizeBytes }) => {
        end += sizeBytes;
        return { durationTicks, data: segment.subarray(end - sizeBytes, end) };
      });
      found.push({ trackId: fragment.trackId, startTicks: fragment.startTicks, frames });
    }
    at += sizeBytes;
  }
  return found;
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => void bytes.writeUInt32BE(value, 4 * i));
  return bytes;
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([words(BOX_HEADER_BYTES + body.length), Buffer.from(type, 'latin1'), body]);
}

const VERSION_1 = 1 << 24;
const DATA_OFFSET_AT = 8;

/** ISO/IEC 14496-12, 8.8.4 to 8.8.12. Durations are written once when they are all the same. */
function header({ trackId, startTicks, frames }: Sound, sequence: number): Buffer {
  const durationTicks = frames[0]?.durationTicks ?? 0;
  const isEven = frames.every((frame) => frame.durationTicks === durationTicks);
  const rows = frames.flatMap((frame) => [...(isEven ? [] : [frame.durationTicks]), frame.data.length]);
  const trun = words(DATA_OFFSET | OWN_SIZES | (isEven ? 0 : OWN_DURATIONS), frames.length, 0, ...rows);
  const start = Buffer.alloc(8);
  start.writeBigUInt64BE(BigInt(startTicks));
  const flags = DEFAULT_BASE_IS_MOOF | DEFAULT_DURATION | DEFAULT_FLAGS;
  const tfhd = box('tfhd', words(flags, trackId, durationTicks, DEPENDS_ON_NO_OTHER));
  const moof = () =>
    box(
      'moof',
      box('mfhd', words(0, sequence)),
      box('traf', tfhd, box('tfdt', words(VERSION_1), start), box('trun', trun)),
    );
  trun.writeUInt32BE(moof().length + BOX_HEADER_BYTES, DATA_OFFSET_AT);
  return moof();
}

/** A segment of one fragment (ISO/IEC 23000-19, 7.3.2.3). `sequence` is its number in the rendition. */
export const writeSoundSegment = (sound: Sound, sequence: number): Buffer =>
  Buffer.concat([
    box('styp', Buffer.from('msdh\0\0\0\0msdh', 'latin1')),
    header(sound, sequence),
    box('mdat', ...sound.frames.map(({ data }) => data)),
  ]);
