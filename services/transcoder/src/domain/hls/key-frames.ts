import { findBox } from './boxes.js';

/** A key frame that can be fetched alone: from its fragment's header to the end of its data. */
export interface KeyFrame {
  offsetBytes: number;
  sizeBytes: number;
  /** Against the start of its segment. */
  startSeconds: number;
}

/** The `moof` box of a fragment, and where it stands in its segment. */
export interface FragmentHeader {
  offsetBytes: number;
  moof: Buffer;
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

interface Run {
  durationTicks: number;
  dataOffsetBytes: number;
  firstSizeBytes: number;
  startsWithKeyFrame: boolean;
}

/** ISO/IEC 14496-12, section 8.8.8. */
function readRun(trun: Buffer, defaults: Defaults): Run {
  const samples = trun.readUInt32BE(FULL_BOX_BYTES);
  const head = announced(trun, FULL_BOX_BYTES + 4, [HAS_DATA_OFFSET, HAS_FIRST_FLAGS]);
  const firstSample = FULL_BOX_BYTES + 4 + 4 * head.size;
  const fields = announced(trun, firstSample, [HAS_DURATION, HAS_SIZE, HAS_FLAGS, HAS_COMPOSITION]);
  const read = (at: number | undefined, otherwise: number): number =>
    at === undefined ? otherwise : trun.readUInt32BE(at);
  const durationAt = fields.get(HAS_DURATION);
  const flags = read(head.get(HAS_FIRST_FLAGS), read(fields.get(HAS_FLAGS), defaults.flags));
  let durationTicks = 0;
  for (let i = 0; i < samples; i++)
    durationTicks +=
      durationAt === undefined ? defaults.durationTicks : trun.readUInt32BE(durationAt + 4 * fields.size * i);
  return {
    durationTicks,
    dataOffsetBytes: read(head.get(HAS_DATA_OFFSET), 0),
    firstSizeBytes: read(fields.get(HAS_SIZE), defaults.sizeBytes),
    startsWithKeyFrame: (flags & IS_NO_SYNC_SAMPLE) === 0,
  };
}

function readFragment({ moof }: FragmentHeader): Run | null {
  const tfhd = findBox(moof, 'tfhd');
  const trun = findBox(moof, 'trun');
  return tfhd && trun ? readRun(trun, readDefaults(tfhd)) : null;
}

/**
 * The key frames that the fragments of a segment begin with. Others need the header of their fragment, and all before them.
 * @param durationSeconds of the segment
 */
export function findKeyFrames(fragments: FragmentHeader[], durationSeconds: number): KeyFrame[] {
  const runs = fragments.map((fragment) => ({ fragment, run: readFragment(fragment) }));
  const totalTicks = runs.reduce((sum, { run }) => sum + (run?.durationTicks ?? 0), 0);
  let ticks = 0;
  return runs.flatMap(({ fragment: { offsetBytes }, run }) => {
    const startSeconds = totalTicks > 0 ? (ticks / totalTicks) * durationSeconds : 0;
    ticks += run?.durationTicks ?? 0;
    if (!run?.startsWithKeyFrame || run.firstSizeBytes === 0) return [];
    return [{ offsetBytes, sizeBytes: run.dataOffsetBytes + run.firstSizeBytes, startSeconds }];
  });
}
