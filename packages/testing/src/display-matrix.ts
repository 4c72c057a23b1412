import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the matrix stands after the type of a track header box of version 0 (ISO/IEC 14496-12, 8.3.2). */
const MATRIX_OFFSET_BYTES = 4 + 40;
/** How stored places become shown ones: right is `a` right and `b` down, down is `c` right and `d` down. */
export type DisplayMatrix = [a: number, b: number, c: number, d: number];
const QUARTER_TURN: DisplayMatrix = [0, 1, -1, 0];

/** Writes a display matrix into an MP4; ffmpeg's own option for it differs from version to version. */
export async function setDisplayMatrix(file: string, [a, b, c, d]: DisplayMatrix): Promise<string> {
  const bytes = await readFile(file);
  const start = bytes.indexOf('tkhd') + MATRIX_OFFSET_BYTES;
  // a, b, u, c, d, v, x, y, w as 16.16 and 2.30 fixed point.
  const numbers = [...[a, b, 0, c, d, 0, 0, 0].map((number) => number * 0x10000), 0x40000000];
  for (const [at, value] of numbers.entries()) bytes.writeInt32BE(value, start + 4 * at);
  const turned = path.join(path.dirname(file), `${randomUUID()}-turned.mp4`);
  await writeFile(turned, bytes);
  return turned;
}

/** Marks the picture of an MP4 as held upright, as phones do. */
export const turnUpright = (file: string): Promise<string> => setDisplayMatrix(file, QUARTER_TURN);
