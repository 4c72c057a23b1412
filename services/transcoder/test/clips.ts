import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ClipOptions {
  /** Pixels, such as `320x180`. */
  size?: string;
  seconds?: number;
  rate?: string;
  sound?: boolean;
  /** Name with the extension that picks the container. */
  name?: string;
  /** More inputs of ffmpeg; the picture is input 0, the tone input 1. */
  inputs?: string[];
  /** ffmpeg's output options. */
  options?: string[];
}

/** Makes a small clip by ffmpeg: a moving picture, and a tone unless told otherwise. Returns its path. */
export async function makeClip(folder: string, options: ClipOptions = {}): Promise<string> {
  const { size = '320x180', seconds = 3, rate = '24', sound = true, name = 'clip.mp4' } = options;
  const file = path.join(folder, `${randomUUID()}-${name}`);
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
  const tone = sound ? ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`] : [];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...(sound ? ['-c:a', 'aac'] : [])];
  await run('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    ...picture,
    ...tone,
    ...(options.inputs ?? []),
    ...codecs,
    ...(options.options ?? []),
    file,
  ]);
  return file;
}

/** Copies the streams of a clip into a new file, with other options. */
export async function remux(file: string, options: string[], inputs: string[] = []): Promise<string> {
  const copy = path.join(path.dirname(file), `${randomUUID()}-${path.basename(file)}`);
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', file, ...inputs, '-c', 'copy', ...options, copy]);
  return copy;
}

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
