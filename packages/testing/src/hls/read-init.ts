import assert from 'node:assert/strict';
import { bodiesAt } from './boxes.js';

/** What an init segment says of its one track. */
export interface InitSegment {
  /** Ticks a second. */
  timescale: number;
  /** Of a sample whose fragment does not tell, in ticks. */
  defaultDurationTicks: number;
  /** Of the bytes that tell how long a NAL unit is; null in a track of sound. */
  nalLengthBytes: number | null;
  /** RFC 6381, read from the parameter sets of the decoder and not from what the container repeats of them. */
  codec: string;
}

const hex = (bytes: Buffer): string => bytes.toString('hex');
const SIZE_GROUP_BITS = 7;

/** The profile, constraint and level bytes of the first sequence parameter set (ITU-T H.264, 7.3.2.1.1; ISO/IEC 14496-15, 5.3.3.1). */
function avcCodec(avcC: Buffer): string {
  assert.ok(((avcC[5] ?? 0) & 0x1f) > 0, 'there is a sequence parameter set in the init segment');
  const sps = avcC.subarray(8, 8 + avcC.readUInt16BE(6));
  assert.equal((sps[0] ?? 0) & 0x1f, 7, 'it is one');
  assert.equal(hex(avcC.subarray(1, 4)), hex(sps.subarray(1, 4)), 'avcC repeats its profile and level');
  return `avc1.${hex(sps.subarray(1, 4))}`;
}

/** The body of the descriptor that stands here; sizes are in groups of 7 bits (ISO/IEC 14496-1, 8.3.3). */
function descriptor(data: Buffer, tag: number): Buffer {
  assert.equal(data[0], tag, `a descriptor ${tag} stands here`);
  let first = 1;
  while ((data[first] ?? 0) >> SIZE_GROUP_BITS) first++;
  return data.subarray(first + 1);
}

const ELEMENTARY_STREAM = 0x03;
const DECODER_CONFIG = 0x04;
const DECODER_SPECIFIC_INFO = 0x05;
/** Version and flags of the box; id and flags of the stream; object type, stream type, buffer size and two bitrates. */
const BYTES_BEFORE = { stream: 4, config: 3, specific: 13 };

/** The object type of the AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
function aacCodec(esds: Buffer): string {
  const stream = descriptor(esds.subarray(BYTES_BEFORE.stream), ELEMENTARY_STREAM);
  const config = descriptor(stream.subarray(BYTES_BEFORE.config), DECODER_CONFIG);
  const specific = descriptor(config.subarray(BYTES_BEFORE.specific), DECODER_SPECIFIC_INFO);
  return `mp4a.${hex(config.subarray(0, 1))}.${(specific[0] ?? 0) >> 3}`;
}

export function readInit(init: Buffer): InitSegment {
  const [mdhd, ...others] = bodiesAt(init, 'moov/trak/mdia/mdhd');
  assert.ok(mdhd && others.length === 0, 'an init segment has one track');
  const [trex] = bodiesAt(init, 'moov/mvex/trex');
  const [avcC] = bodiesAt(init, 'moov/trak/mdia/minf/stbl/stsd/avc1/avcC');
  const [esds] = bodiesAt(init, 'moov/trak/mdia/minf/stbl/stsd/mp4a/esds');
  assert.ok(trex && (avcC || esds), 'an init segment holds H.264 or AAC that comes in fragments');
  return {
    timescale: mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12),
    defaultDurationTicks: trex.readUInt32BE(12),
    nalLengthBytes: avcC ? ((avcC[4] ?? 0) & 3) + 1 : null,
    codec: avcC ? avcCodec(avcC) : aacCodec(esds as Buffer),
  };
}
