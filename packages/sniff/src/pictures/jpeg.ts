import { type PictureFacts, viewOf } from './facts.js';

// Markers of ITU-T T.81, table B.1.
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;
/** A frame header: all of C0 to CF but tables (C4, CC) and an extension (C8). */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;

/** @returns where the marker behind the coded data of a scan stands */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return bytes.length;
}

/** Of a marker, and where the next one stands. */
function step(bytes: Uint8Array, at: number): { marker: number; next: number } {
  const marker = bytes[at + 1] ?? 0;
  if (marker === 0xff) return { marker, next: at + 1 };
  if (marker === TEM || isRestart(marker)) return { marker, next: at + 2 };
  const next = at + 2 + viewOf(bytes).getUint16(at + 2);
  return { marker, next: marker === SOS ? endOfScan(bytes, next) : next };
}

/** What has to be there of a marker that is looked at: a frame header up to its width. */
const LOOKED_AT_BYTES = 9;

/** Goes from marker to marker (ITU-T T.81, annex B). What follows the end, such as the film of a phone's photo, does not count. */
export function readJpeg(bytes: Uint8Array): PictureFacts {
  const facts: PictureFacts = { format: 'jpeg', width: 0, height: 0, isAnimated: false, isWhole: false };
  for (let at = 2; bytes[at] === 0xff; ) {
    if (bytes[at + 1] === EOI) return { ...facts, isWhole: true };
    if (at + LOOKED_AT_BYTES > bytes.length) return facts;
    const { marker, next } = step(bytes, at);
    const view = viewOf(bytes);
    if (isFrameHeader(marker)) Object.assign(facts, { height: view.getUint16(at + 5), width: view.getUint16(at + 7) });
    at = next;
  }
  return facts;
}
