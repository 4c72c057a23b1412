import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { partsMismatch } from '../domain/part-uploads.js';
import type { PlacedPart } from '../domain/placed-part.js';

const TAG_HASH = 'sha256';
const quoted = (hex: string): string => `"${hex}"`;

/** Tells the content of a part from any other. */
export const tagOf = (bytes: Buffer): string => quoted(createHash(TAG_HASH).update(bytes).digest('hex'));

/** Whether the bytes of a part are in the file, whole and in their place. */
export async function holdsPart(file: string, { offsetBytes, sizeBytes, etag }: PlacedPart): Promise<boolean> {
  const hash = createHash(TAG_HASH);
  await pipeline(createReadStream(file, { start: offsetBytes, end: offsetBytes + sizeBytes - 1 }), hash);
  return quoted(hash.digest('hex')) === etag;
}

/** Writes down to the disk. */
export async function writeAt(file: string, bytes: Buffer, offsetBytes: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await handle.write(bytes, done, bytes.length - done, offsetBytes + done)).bytesWritten;
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Takes away what earlier cuts of the same file left behind the last part. */
export async function cutAt(file: string, sizeBytes: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    if (size === sizeBytes) return;
    if (size < sizeBytes) throw partsMismatch(`${size} bytes are in the store, and the parts have ${sizeBytes}.`);
    await handle.truncate(sizeBytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
