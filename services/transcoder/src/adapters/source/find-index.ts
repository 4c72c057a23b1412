import { BOX_HEADER_BYTES, readBoxHeader } from '../../domain/boxes.js';
import { bytesOf, type ReadRange } from './read-range.js';

/** Where the `moov` box is, and what it is. */
export interface FoundIndex {
  firstByte: number;
  bytes: Buffer;
}

export interface IndexBytes {
  min: number;
  max: number;
}

const LONG_HEADER_BYTES = 16;
/** A size of 1 stands for one that does not fit, which follows (ISO/IEC 14496-12, section 4.2). */
const IS_LONG = 1;
const MAX_BOXES = 32;
/** Other containers have no such names where a box has its own. */
const IS_NAME = /^[ -~\xa9]{4}$/;

interface TopBox {
  type: string;
  headerBytes: number;
  sizeBytes: number;
}

async function readTopBox(read: ReadRange, at: number): Promise<TopBox> {
  const bytes = await bytesOf(read({ first: at, last: at + LONG_HEADER_BYTES - 1 }));
  const { type, sizeBytes } = readBoxHeader(bytes);
  if (sizeBytes !== IS_LONG) return { type, headerBytes: BOX_HEADER_BYTES, sizeBytes };
  return { type, headerBytes: LONG_HEADER_BYTES, sizeBytes: Number(bytes.readBigUInt64BE(BOX_HEADER_BYTES)) };
}

/** Looks for the index of a movie, from box to box. @returns null when there is none, or none of such a size */
export async function findIndex(
  read: ReadRange,
  fileBytes: number,
  { min, max }: IndexBytes,
): Promise<FoundIndex | null> {
  let at = 0;
  for (let boxes = 0; boxes < MAX_BOXES && at + LONG_HEADER_BYTES <= fileBytes; boxes++) {
    const { type, headerBytes, sizeBytes } = await readTopBox(read, at);
    const end = at + sizeBytes;
    if (!IS_NAME.test(type) || sizeBytes < headerBytes || end > fileBytes) return null;
    if (type === 'moov') {
      if (sizeBytes < min || sizeBytes > max) return null;
      return { firstByte: at, bytes: await bytesOf(read({ first: at, last: end - 1 })) };
    }
    at = end;
  }
  return null;
}
