import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import type { Bed } from './bed.js';

const run = promisify(execFile);
export type Rgb = [red: number, green: number, blue: number];

/** Decoded pixels of one frame. */
export interface Frame {
  width: number;
  height: number;
  /** The colour around a place, each from 0 at the left or top to 1. */
  at(x: number, y: number): Rgb;
  /** One pixel, counted from the left and the top. */
  pixel(x: number, y: number): Rgb;
}

async function sizeOf(file: string): Promise<{ width: number; height: number }> {
  const entries = ['-select_streams', 'v:0', '-show_entries', 'stream=width,height', '-of', 'json'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...entries, file]);
  return (JSON.parse(stdout) as { streams: [{ width: number; height: number }] }).streams[0];
}

/** Decodes a frame as the tags of its file ask for. @param index of the frame, from 0 */
export async function readFrame(file: string, index = 0): Promise<Frame> {
  const { width, height } = await sizeOf(file);
  const filters = ['-vf', `select=eq(n\\,${index}),scale=flags=accurate_rnd+full_chroma_int`, '-frames:v', '1'];
  const args = ['-nostdin', '-v', 'error', '-i', file, ...filters, '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'];
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 64_000_000 });
  const pixel = (x: number, y: number) => [...stdout.subarray(3 * (y * width + x)).subarray(0, 3)] as Rgb;
  const at = (x: number, y: number) => {
    const around = [-1, 0, 1].flatMap((right) =>
      [-1, 0, 1].map((down) => pixel(Math.floor(x * width) + right, Math.floor(y * height) + down)),
    );
    const mean = (channel: number) =>
      around.reduce((sum, rgb) => sum + (rgb[channel] ?? Number.NaN), 0) / around.length;
    return [0, 1, 2].map((channel) => Math.round(mean(channel))) as Rgb;
  };
  return { width, height, at, pixel };
}

export async function downloadObject(bed: Bed, key: string): Promise<Buffer> {
  const { body } = await bed.files.get(key);
  return Buffer.concat(await body.toArray());
}

/** A stored object as a file. */
export async function download(bed: Bed, key: string | null): Promise<string> {
  const file = path.join(await tempFolder(), path.basename(key ?? ''));
  await writeFile(file, await downloadObject(bed, key ?? ''));
  return file;
}

/** A stored rendition as one file: its init segment and all its segments, in order. */
export async function downloadRendition(bed: Bed, videoId: string, name: string): Promise<string> {
  const files = (await bed.outputFiles(videoId)).filter((file) => file.includes(`/${name}/`));
  const segments = files.filter((file) => file.endsWith('.m4s')).toSorted();
  const joined = path.join(await tempFolder(), `${name}.mp4`);
  const init = files.filter((file) => file.endsWith('init.mp4'));
  await run('sh', ['-c', 'cat "$@" > "$0"', joined, ...init, ...segments]);
  return joined;
}

/** Largest difference of one channel. */
export const distance = (one: Rgb, other: Rgb): number =>
  Math.max(...one.map((value, i) => Math.abs(value - (other[i] ?? 0))));
