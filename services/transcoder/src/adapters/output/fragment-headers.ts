import { open } from 'node:fs/promises';
import { BOX_HEADER_BYTES, readBoxHeader } from '../../domain/hls/boxes.js';
import { readFragment } from '../../domain/hls/fragment.js';
import type { FragmentHeader } from '../../domain/hls/key-frames.js';

/** A header has 16 bytes or less for each frame; one of a whole hour is no segment. */
const MAX_HEADER_BYTES = 4_000_000;

/** Reads the headers of the fragments in a segment's file, and nothing of its media. */
export async function readFragmentHeaders(file: string): Promise<FragmentHeader[]> {
  const handle = await open(file);
  try {
    const found: FragmentHeader[] = [];
    const read = async (at: number, bytes: number) => await handle.read(Buffer.alloc(bytes), 0, bytes, at);
    for (let at = 0; ; ) {
      const { bytesRead, buffer } = await read(at, BOX_HEADER_BYTES);
      if (bytesRead < BOX_HEADER_BYTES) return found;
      const { type, sizeBytes } = readBoxHeader(buffer);
      if (sizeBytes < BOX_HEADER_BYTES) return found;
      if (type === 'moof' && sizeBytes <= MAX_HEADER_BYTES)
        found.push({ offsetBytes: at, moof: (await read(at, sizeBytes)).buffer });
      at += sizeBytes;
    }
  } finally {
    await handle.close();
  }
}

/** Parameter sets and messages stand before a picture's first slice, and are smaller. */
const SAMPLE_HEAD_BYTES = 65_536;

/** The bytes that the first sample of a segment begins with. Empty when there is none. */
export async function readFirstSampleHead(file: string, [first]: FragmentHeader[]): Promise<Buffer> {
  const fragment = first && readFragment(first.moof);
  if (!fragment) return Buffer.alloc(0);
  const bytes = Math.min(SAMPLE_HEAD_BYTES, fragment.samples[0]?.sizeBytes ?? 0);
  const handle = await open(file);
  try {
    const at = first.offsetBytes + fragment.dataOffsetBytes;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
