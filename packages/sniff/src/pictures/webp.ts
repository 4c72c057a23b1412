import { asciiAt, type PictureFacts, viewOf } from './facts.js';

const RIFF_HEADER_BYTES = 8;
const FIRST_CHUNK = 12;
const DATA = FIRST_CHUNK + 8;
/** What the header of the longest of the three takes. */
const HEADER_BYTES = DATA + 10;
const ANIMATION_FLAG = 0x02;
const SIDE_BITS = 0x3fff;

export const isWebp = (bytes: Uint8Array): boolean =>
  asciiAt(bytes, 0, 4) === 'RIFF' && asciiAt(bytes, 8, 4) === 'WEBP';

function sizeOf(bytes: Uint8Array, chunk: string): { width: number; height: number } {
  const view = viewOf(bytes);
  const uint24 = (at: number) => view.getUint16(at, true) + ((bytes[at + 2] ?? 0) << 16);
  if (chunk === 'VP8X') return { width: 1 + uint24(DATA + 4), height: 1 + uint24(DATA + 7) };
  if (chunk === 'VP8 ')
    return { width: view.getUint16(DATA + 6, true) & SIDE_BITS, height: view.getUint16(DATA + 8, true) & SIDE_BITS };
  if (chunk !== 'VP8L') return { width: 0, height: 0 };
  const bits = view.getUint32(DATA + 1, true);
  return { width: 1 + (bits & SIDE_BITS), height: 1 + ((bits >>> 14) & SIDE_BITS) };
}

/** Reads the first chunk (RFC 9649 section 2). */
export function readWebp(bytes: Uint8Array): PictureFacts {
  const none = { width: 0, height: 0, isAnimated: false, isWhole: false };
  if (bytes.length < HEADER_BYTES) return { format: 'webp', ...none };
  const chunk = asciiAt(bytes, FIRST_CHUNK, 4);
  return {
    format: 'webp',
    ...sizeOf(bytes, chunk),
    isAnimated: chunk === 'VP8X' && ((bytes[DATA] ?? 0) & ANIMATION_FLAG) !== 0,
    isWhole: bytes.length >= RIFF_HEADER_BYTES + viewOf(bytes).getUint32(4, true),
  };
}
