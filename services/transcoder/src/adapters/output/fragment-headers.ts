import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { BOX_HEADER_BYTES, readBoxHeader } from '../../domain/boxes.js';
import { PassingFault } from '../../domain/faults.js';
import { readFragment } from '../../domain/hls/fragment.js';
import type { FragmentHeader } from '../../domain/hls/key-frames.js';

/** A header has 16 bytes or less for each frame; one of a whole hour is no segment. */
const MAX_HEADER_BYTES = 4_000_000;

const readAt = async (handle: FileHandle, at: number, bytes: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
  return buffer.subarray(0, bytesRead);
};

/**
 * Reads the headers of the fragments in a file that ffmpeg wrote, and nothing of its media.
 * @throws PassingFault when the boxes do not fill the file: ffmpeg's HLS muxer goes on without a word when the disk is full
 */
export async function readFragmentHeaders(file: string): Promise<FragmentHeader[]> {
  const cutOff = () => new PassingFault(`${path.basename(file)} is not whole: is the scratch disk full?`);
  const handle = await open(file);
  try {
    const found: FragmentHeader[] = [];
    const { size } = await handle.stat();
    if (size === 0) throw cutOff();
    for (let at = 0; at < size; ) {
      const header = await readAt(handle, at, BOX_HEADER_BYTES);
      if (header.length < BOX_HEADER_BYTES) throw cutOff();
      const { type, sizeBytes } = readBoxHeader(header);
      if (sizeBytes < BOX_HEADER_BYTES || at + sizeBytes > size) throw cutOff();
      if (type === 'moof' && sizeBytes <= MAX_HEADER_BYTES)
        found.push({ offsetBytes: at, moof: await readAt(handle, at, sizeBytes) });
      at += sizeBytes;
    }
    return found;
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
