import { findBox } from '../boxes.js';

/** One picture, or one frame of sound, in a fragment. */
export interface Sample {
  durationTicks: number;
  sizeBytes: number;
  /** Decoded without those before it. */
  isSync: boolean;
}

/** What the header of a fragment says of its one track. */
export interface Fragment {
  trackId: number;
  /** When its first sample is decoded. */
  startTicks: number;
  /** Where its first sample stands, from the start of the `moof` box on. */
  dataOffsetBytes: number;
  samples: Sample[];
}

const HAS_DATA_OFFSET = 0x1;
const HAS_FIRST_FLAGS = 0x4;
const HAS_DURATION = 0x100;
const HAS_SIZE = 0x200;
const HAS_FLAGS = 0x400;
const HAS_COMPOSITION = 0x800;
const IS_NO_SYNC_SAMPLE = 0x10000;
const FULL_BOX_BYTES = 4;

/** The fields of a full box that its flags announce, in order, 4 bytes each. */
function announced(box: Buffer, startBytes: number, fields: number[]): Map<number, number> {
  const flags = box.readUInt32BE(0) & 0xffffff;
  const present = fields.filter((field) => (flags & field) !== 0);
  return new Map(present.map((field, i) => [field, startBytes + 4 * i]));
}

interface Defaults {
  durationTicks: number;
  sizeBytes: number;
  flags: number;
}

/** ISO/IEC 14496-12, section 8.8.7: what holds for samples that do not say otherwise. The first field has 8 bytes. */
function readDefaults(tfhd: Buffer): Defaults {
  const at = announced(tfhd, FULL_BOX_BYTES + 4, [0x1, 0x1, 0x2, 0x8, 0x10, 0x20]);
  const read = (field: number): number => {
    const offset = at.get(field);
    return offset === undefined ? 0 : tfhd.readUInt32BE(offset);
  };
  return { durationTicks: read(0x8), sizeBytes: read(0x10), flags: read(0x20) };
}

/** ISO/IEC 14496-12, section 8.8.8. */
function readRun(trun: Buffer, defaults: Defaults): Pick<Fragment, 'dataOffsetBytes' | 'samples'> {
  const count = trun.readUInt32BE(FULL_BOX_BYTES);
  const head = announced(trun, FULL_BOX_BYTES + 4, [HAS_DATA_OFFSET, HAS_FIRST_FLAGS]);
  const firstSample = FULL_BOX_BYTES + 4 + 4 * head.size;
  const fields = announced(trun, firstSample, [HAS_DURATION, HAS_SIZE, HAS_FLAGS, HAS_COMPOSITION]);
  const read = (at: number | undefined, otherwise: number, ordinal = 0): number =>
    at === undefined ? otherwise : trun.readUInt32BE(at + 4 * fields.size * ordinal);
  const firstFlags = read(head.get(HAS_FIRST_FLAGS), read(fields.get(HAS_FLAGS), defaults.flags));
  const samples = Array.from({ length: count }, (_, i): Sample => {
    const flags = i === 0 ? firstFlags : read(fields.get(HAS_FLAGS), defaults.flags, i);
    return {
      durationTicks: read(fields.get(HAS_DURATION), defaults.durationTicks, i),
      sizeBytes: read(fields.get(HAS_SIZE), defaults.sizeBytes, i),
      isSync: (flags & IS_NO_SYNC_SAMPLE) === 0,
    };
  });
  return { dataOffsetBytes: read(head.get(HAS_DATA_OFFSET), 0), samples };
}

/** ISO/IEC 14496-12, section 8.8.12; versions but the first have 8 bytes. */
const readStart = (tfdt: Buffer): number =>
  tfdt[0] === 0 ? tfdt.readUInt32BE(FULL_BOX_BYTES) : Number(tfdt.readBigUInt64BE(FULL_BOX_BYTES));

/** Reads a `moof` box of one track, as it is in segments. Null when it lacks what it must have. */
export function readFragment(moof: Buffer): Fragment | null {
  const tfhd = findBox(moof, 'tfhd');
  const tfdt = findBox(moof, 'tfdt');
  const trun = findBox(moof, 'trun');
  if (!tfhd || !tfdt || !trun) return null;
  const trackId = tfhd.readUInt32BE(FULL_BOX_BYTES);
  return { trackId, startTicks: readStart(tfdt), ...readRun(trun, readDefaults(tfhd)) };
}
