import { asciiAt, type PictureFacts, viewOf } from './facts.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, type and checksum around the data of a chunk. */
const CHUNK_FRAME_BYTES = 12;

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, at) => bytes[at] === byte);

/** Goes from chunk to chunk (RFC 2083 section 3; `acTL` of the third edition makes it an animation). */
export function readPng(bytes: Uint8Array): PictureFacts {
  const view = viewOf(bytes);
  const facts: PictureFacts = { format: 'png', width: 0, height: 0, isAnimated: false, isWhole: false };
  for (let at = SIGNATURE.length; at + CHUNK_FRAME_BYTES <= bytes.length; ) {
    const type = asciiAt(bytes, at + 4, 4);
    const next = at + CHUNK_FRAME_BYTES + view.getUint32(at);
    if (next > bytes.length) return facts;
    if (type === 'IHDR' && next - at >= CHUNK_FRAME_BYTES + 8)
      Object.assign(facts, { width: view.getUint32(at + 8), height: view.getUint32(at + 12) });
    if (type === 'acTL') facts.isAnimated = true;
    if (type === 'IEND') return { ...facts, isWhole: true };
    at = next;
  }
  return facts;
}
