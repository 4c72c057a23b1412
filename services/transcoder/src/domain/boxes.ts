/** Bytes that stand before the boxes in a box (ISO/IEC 14496-12; ISO/IEC 14496-14, section 5.6). */
const BEFORE_CHILDREN: Record<string, number> = {
  moov: 0,
  trak: 0,
  mdia: 0,
  minf: 0,
  stbl: 0,
  stsd: 8,
  avc1: 78,
  mp4a: 28,
  moof: 0,
  traf: 0,
};
export const BOX_HEADER_BYTES = 8;

export interface BoxHeader {
  type: string;
  /** Header included. */
  sizeBytes: number;
}

/** ISO/IEC 14496-12, section 4.2. No box that is read here has 4 GiB or more. */
export const readBoxHeader = (data: Buffer): BoxHeader => ({
  sizeBytes: data.readUInt32BE(0),
  type: data.toString('latin1', 4, BOX_HEADER_BYTES),
});

export interface Box {
  type: string;
  content: Buffer;
}

/** The boxes that follow each other, up to one that is not whole. */
export function* boxesIn(data: Buffer): Generator<Box> {
  for (let at = 0; at + BOX_HEADER_BYTES <= data.length; ) {
    const { type, sizeBytes } = readBoxHeader(data.subarray(at));
    if (sizeBytes < BOX_HEADER_BYTES || at + sizeBytes > data.length) return;
    yield { type, content: data.subarray(at + BOX_HEADER_BYTES, at + sizeBytes) };
    at += sizeBytes;
  }
}

/** The content of the first box of a type, in file order. */
export function findBox(data: Buffer, wanted: string): Buffer | undefined {
  for (const { type, content } of boxesIn(data)) {
    if (type === wanted) return content;
    const skip = BEFORE_CHILDREN[type];
    const inner = skip === undefined ? undefined : findBox(content.subarray(skip), wanted);
    if (inner) return inner;
  }
  return undefined;
}
