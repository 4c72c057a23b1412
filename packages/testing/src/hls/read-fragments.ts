import assert from 'node:assert/strict';
import { bodiesAt, boxesIn } from './boxes.js';
import type { InitSegment } from './read-init.js';

/** One `moof` with what it describes. */
export interface Fragment {
  /** When its first sample is decoded. */
  startTicks: number;
  durationTicks: number;
  firstSample: Buffer;
}

interface Run {
  durationTicks: number;
  dataOffset: number;
  firstBytes: number;
}

const HEADER_BYTES = 12;

/** ISO/IEC 14496-12, 8.8.8. */
function readRun(trun: Buffer, defaults: { durationTicks: number; bytes: number }): Run {
  const flags = trun.readUInt32BE(0);
  const has = (flag: number): boolean => (flags & flag) !== 0;
  assert.ok(has(0x1), 'a run tells where its data is');
  const fields = [0x100, 0x200, 0x400, 0x800].filter(has);
  const sampleBytes = fields.length * 4;
  const first = HEADER_BYTES + (has(0x4) ? 4 : 0);
  const count = trun.readUInt32BE(4);
  let durationTicks = has(0x100) ? 0 : count * defaults.durationTicks;
  for (let i = 0; has(0x100) && i < count; i++) durationTicks += trun.readUInt32BE(first + i * sampleBytes);
  const firstBytes = has(0x200) ? trun.readUInt32BE(first + fields.indexOf(0x200) * 4) : defaults.bytes;
  return { durationTicks, dataOffset: trun.readInt32BE(8), firstBytes };
}

/** ISO/IEC 14496-12, 8.8.7: what runs leave out; of a version of CMAF's `default-base-is-moof` alone. */
function readDefaults(tfhd: Buffer, { defaultDurationTicks }: InitSegment): { durationTicks: number; bytes: number } {
  const flags = tfhd.readUInt32BE(0);
  assert.ok((flags & 0x20000) !== 0 && (flags & 0x1) === 0, 'data is found from the start of its fragment');
  let at = 8 + ((flags & 0x2) !== 0 ? 4 : 0);
  const next = (flag: number): number | undefined => {
    if ((flags & flag) === 0) return undefined;
    at += 4;
    return tfhd.readUInt32BE(at - 4);
  };
  const durationTicks = next(0x8) ?? defaultDurationTicks;
  return { durationTicks, bytes: next(0x10) ?? 0 };
}

/** The fragments of a segment, in order. */
export function readFragments(segment: Buffer, init: InitSegment): Fragment[] {
  return boxesIn(segment).flatMap(({ type, at, body }) => {
    if (type !== 'moof') return [];
    const [tfhd] = bodiesAt(body, 'traf/tfhd');
    const [tfdt] = bodiesAt(body, 'traf/tfdt');
    assert.ok(tfhd && tfdt, 'a fragment has a track and a time');
    const defaults = readDefaults(tfhd, init);
    const runs = bodiesAt(body, 'traf/trun').map((trun) => readRun(trun, defaults));
    const first = at + (runs[0]?.dataOffset ?? 0);
    return {
      startTicks: tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4),
      durationTicks: runs.reduce((sum, { durationTicks }) => sum + durationTicks, 0),
      firstSample: segment.subarray(first, first + (runs[0]?.firstBytes ?? 0)),
    };
  });
}

const SLICE = 1;
const IDR_SLICE = 5;

/** True when the first picture in a sample is one before which a decoder forgets everything (ITU-T H.264, 7.4.1.2.4). */
export function isIdr(sample: Buffer, nalLengthBytes: number): boolean {
  for (let at = 0; at + nalLengthBytes < sample.length; ) {
    const bytes = sample.readUIntBE(at, nalLengthBytes);
    const type = (sample[at + nalLengthBytes] ?? 0) & 0x1f;
    if (type === SLICE || type === IDR_SLICE) return type === IDR_SLICE;
    at += nalLengthBytes + bytes;
  }
  return false;
}
