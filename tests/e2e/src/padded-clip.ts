import { randomBytes } from 'node:crypto';
import { copyFile, open } from 'node:fs/promises';

const MIB = 1024 ** 2;
const BOX_HEADER_BYTES = 8;

/** A `free` box, whose content players pass over (ISO/IEC 14496-12, 8.1.2). */
function freeBoxHeader(sizeBytes: number): Buffer {
  const header = Buffer.from('....free', 'latin1');
  header.writeUInt32BE(sizeBytes);
  return header;
}

/** Copies a clip and makes it as large as wanted, so that it still plays. No two MiB of what is added are the same. */
export async function padClip(clip: string, file: string, sizeBytes: number): Promise<string> {
  await copyFile(clip, file);
  const handle = await open(file, 'a');
  const { size } = await handle.stat();
  await handle.write(freeBoxHeader(sizeBytes - size));
  const block = randomBytes(MIB);
  let leftBytes = sizeBytes - size - BOX_HEADER_BYTES;
  for (let number = 0; leftBytes > 0; number++) {
    block.writeUInt32BE(number);
    const { bytesWritten } = await handle.write(block, 0, Math.min(MIB, leftBytes));
    leftBytes -= bytesWritten;
  }
  await handle.close();
  return file;
}
