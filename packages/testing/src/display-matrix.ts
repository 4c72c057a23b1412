import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the matrix stands after the type of a track header box of version 0 (ISO/IEC 14496-12, 8.3.2). */
const MATRIX_OFFSET_BYTES = 4 + 40;
/** a, b, u, c, d, v, x, y, w as 16.16 and 2.30 fixed point: a clockwise quarter turn. */
const QUARTER_TURN = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];

/** Marks the picture of an MP4 as held upright, as phones do; ffmpeg's own option for it differs from version to version. */
export async function turnUpright(file: string): Promise<string> {
  const bytes = await readFile(file);
  const matrix = bytes.indexOf('tkhd') + MATRIX_OFFSET_BYTES;
  for (const [at, value] of QUARTER_TURN.entries()) bytes.writeInt32BE(value, matrix + 4 * at);
  const turned = path.join(path.dirname(file), `${randomUUID()}-turned.mp4`);
  await writeFile(turned, bytes);
  return turned;
}
