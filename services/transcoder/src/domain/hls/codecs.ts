import { findBox } from '../boxes.js';

const hex = (...bytes: number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** RFC 6381 section 3.3: profile, constraint flags and level, as they stand in the decoder configuration (ISO 14496-15). */
function avcCodec(avcC: Buffer): string | undefined {
  const [, profile, constraints, level] = avcC;
  if (profile === undefined || constraints === undefined || level === undefined) return undefined;
  return `avc1.${hex(profile, constraints, level)}`;
}

const DECODER_CONFIG_TAG = 0x04;
const DECODER_SPECIFIC_TAG = 0x05;

/** Walks the descriptors of an esds box (ISO 14496-1 section 7.2.6), whose sizes are in groups of 7 bits. */
function findDescriptor(data: Buffer, wanted: number): Buffer | undefined {
  const prefix: Record<number, number> = { 3: 3, [DECODER_CONFIG_TAG]: 13 };
  for (let at = 0; at + 2 <= data.length; ) {
    const tag = data[at++] ?? 0;
    let size = 0;
    for (let more = true; more && at < data.length; ) {
      const byte = data[at++] ?? 0;
      size = size * 128 + (byte & 0x7f);
      more = (byte & 0x80) !== 0;
    }
    const content = data.subarray(at, at + size);
    if (tag === wanted) return content;
    const inner = prefix[tag] === undefined ? undefined : findDescriptor(content.subarray(prefix[tag]), wanted);
    if (inner) return inner;
    at += size;
  }
  return undefined;
}

const FULL_BOX_BYTES = 4;

/** RFC 6381 section 3.3: object type indication in hexadecimal, then the audio object type: 2 is AAC-LC. */
function mp4aCodec(esds: Buffer): string | undefined {
  const body = esds.subarray(FULL_BOX_BYTES);
  const objectType = findDescriptor(body, DECODER_CONFIG_TAG)?.[0];
  const first = findDescriptor(body, DECODER_SPECIFIC_TAG)?.[0];
  if (objectType === undefined || first === undefined) return undefined;
  return `mp4a.${hex(objectType)}.${first >> 3}`;
}

/** How many bytes tell the length of a NAL unit (ISO/IEC 14496-15, 5.3.3.1); null for sound. */
export function nalLengthBytes(initSegment: Buffer): number | null {
  const avcC = findBox(initSegment, 'avcC');
  return avcC ? ((avcC[4] ?? 0) & 3) + 1 : null;
}

/** Where a DecoderConfigDescriptor has its largest and its average bit rate (ISO 14496-1 section 7.2.6.6). */
const BITRATES = [5, 13] as const;

/**
 * What a decoder is set up with (ISO/IEC 14496-12, 8.5.2): with the same one, segments of two runs play behind one init segment.
 * Bit rates are left out, which are those of as much of the source as a run was given.
 */
export function sampleDescriptionOf(initSegment: Buffer): Buffer | undefined {
  const copy = Buffer.from(initSegment);
  findBox(copy, 'btrt')?.fill(0);
  const esds = findBox(copy, 'esds');
  if (esds) findDescriptor(esds.subarray(FULL_BOX_BYTES), DECODER_CONFIG_TAG)?.fill(0, ...BITRATES);
  return findBox(copy, 'stsd');
}

/**
 * What a player is told in CODECS, read from the init segment itself, so that it cannot differ from what was encoded.
 * @throws when the init segment holds neither H.264 nor AAC
 */
export function codecsOf(initSegment: Buffer): string {
  const avcC = findBox(initSegment, 'avcC');
  const esds = findBox(initSegment, 'esds');
  const codecs = (avcC && avcCodec(avcC)) ?? (esds && mp4aCodec(esds));
  if (!codecs) throw new Error('the init segment names no codec');
  return codecs;
}
