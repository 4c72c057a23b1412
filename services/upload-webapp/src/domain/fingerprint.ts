import { createHash } from 'node:crypto';
import type { FileClient } from '@kinora/file-client';

const END_BYTES = 1024 ** 2;

function sizeField(sizeBytes: number): Buffer {
  const field = Buffer.alloc(8);
  field.writeBigUInt64BE(BigInt(sizeBytes));
  return field;
}

/**
 * What finds the same file again before it is sent, in hex: SHA-256 over its size as 8 bytes big-endian, its first MiB and its
 * last MiB, each of them the whole file where that is shorter.
 */
export async function fingerprintOf(key: string, sizeBytes: number, files: Pick<FileClient, 'get'>): Promise<string> {
  const hash = createHash('sha256').update(sizeField(sizeBytes));
  const last = sizeBytes - 1;
  const ends = [
    { first: 0, last: Math.min(END_BYTES - 1, last) },
    { first: Math.max(0, sizeBytes - END_BYTES), last },
  ];
  for (const range of ends) {
    const { body } = await files.get(key, { range });
    for await (const chunk of body) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
