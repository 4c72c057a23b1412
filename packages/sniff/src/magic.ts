import type { Container } from './containers.js';

const ascii = (head: Uint8Array, first: number, last: number): string =>
  String.fromCharCode(...head.subarray(first, last));

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** Boxes that open a QuickTime file written before `ftyp` existed (QuickTime File Format, "Atoms"). */
const QUICKTIME_BOXES = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);
/** A 32-bit size of 1 says that a 64-bit size follows, 0 that the box goes to the end of the file. */
const isBoxSize = (size: number): boolean => size === 0 || size === 1 || size >= 8;

function isQuickTime(head: Uint8Array): boolean {
  if (head.length < 8 || !QUICKTIME_BOXES.has(ascii(head, 4, 8))) return false;
  return isBoxSize(new DataView(head.buffer, head.byteOffset).getUint32(0));
}

/** ISO 13818-1: 188 bytes; Blu-ray and camcorders put a time stamp of 4 bytes before each; broadcast adds 16 of parity. */
const TS_PACKET_BYTES = [188, 192, 204];
const TS_SYNC = 0x47;
/** A recording may start in the middle of a packet, so this many sync bytes in a row must be found. */
const TS_MIN_PACKETS = 5;

function hasSyncBytes(head: Uint8Array, first: number, packetBytes: number): boolean {
  if (first + packetBytes * (TS_MIN_PACKETS - 1) >= head.length) return false;
  for (let at = first; at < head.length; at += packetBytes) if (head[at] !== TS_SYNC) return false;
  return true;
}

const isTransportStream = (head: Uint8Array): boolean =>
  TS_PACKET_BYTES.some((packetBytes) => {
    for (let first = 0; first < packetBytes; first++) if (hasSyncBytes(head, first, packetBytes)) return true;
    return false;
  });

/** Matroska (RFC 8794, RFC 9559): the EBML header, and in it element 42 82 with the DocType. */
function ebmlDocType(head: Uint8Array): string | undefined {
  if (!startsWith(head, 0x1a, 0x45, 0xdf, 0xa3)) return undefined;
  return /\x42\x82[\x81-\x8f](matroska|webm)/.exec(ascii(head, 0, Math.min(head.length, 256)))?.[1];
}

/** Containers that are recognised here because file-type does not know them or needs more bytes than the head has. */
export function containerByMagic(head: Uint8Array): Container | undefined {
  const docType = ebmlDocType(head);
  if (docType) return docType === 'webm' ? 'webm' : 'matroska';
  if (isQuickTime(head)) return 'mov';
  if (startsWith(head, 0x00, 0x00, 0x01, 0xba)) return 'mpeg-ps';
  if (startsWith(head, 0x46, 0x4c, 0x56, 0x01)) return 'flv';
  if (startsWith(head, 0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11)) return 'asf';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'AVI ') return 'avi';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WAVE') return 'wav';
  if (isTransportStream(head)) return 'mpeg-ts';
  return undefined;
}
