import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';

const MIB = 1024 * 1024;
/** An ISO BMFF file type box for `isom`, then an `mdat` box that runs to the end of the file (ISO/IEC 14496-12, 4.2 and 4.3). */
const HEAD = Buffer.from('000000186674797069736f6d0000020069736f6d6d703431000000006d646174', 'hex');

/** A file that begins like an MP4 and goes on with bytes that no store can compress. */
export async function makeBigFile(file: string, sizeMib: number): Promise<void> {
  const block = randomBytes(MIB);
  const handle = await open(file, 'w');
  try {
    for (let written = 0; written < sizeMib; written++) {
      block.writeUInt32LE(written, MIB / 2);
      await handle.write(written === 0 ? Buffer.concat([HEAD, block.subarray(HEAD.length)]) : block);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
