import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Corners } from './watch.js';

const run = promisify(execFile);

export const SECONDS = 2;
/** When the middle of the picture turns white and a tone is heard. */
export const FLASH_SECONDS = 0.8;
const FLASH_END_SECONDS = 1.2;

export const UPRIGHT: Corners = { topLeft: 'r', topRight: 'g', bottomLeft: 'b', bottomRight: 'rg' };

/** A corner of each colour, dark grey between them, and a white flash in the middle together with a tone. */
function picture(size: string, rate: string): string {
  const [width = 0, height = 0] = size.split('x').map((side) => Math.floor(Number(side) / 3));
  const box = (x: string, y: string, colour: string) => `drawbox=${x}:${y}:${width}:${height}:${colour}:fill`;
  const flash = `:enable='between(t,${FLASH_SECONDS},${FLASH_END_SECONDS})'`;
  return [
    `color=0x404040:s=${size}:r=${rate}:d=${SECONDS},format=rgb24`,
    ...[box('0', '0', 'red'), box('iw-w', '0', 'lime'), box('0', 'ih-h', 'blue'), box('iw-w', 'ih-h', 'yellow')],
    `${box('iw/2-w/2', 'ih/2-h/2', 'white')}${flash}`,
  ].join(',');
}

const tone = (hertz: number) =>
  `aevalsrc='0.5*sin(${hertz}*2*PI*t)*between(t,${FLASH_SECONDS},${FLASH_END_SECONDS})':s=48000:d=${SECONDS}`;

export interface SourceOptions {
  /** Its extension picks the container. */
  name: string;
  size?: string;
  rate?: string;
  /** ffmpeg's output options; two tones are there to be mapped, `1:a` and `2:a`. */
  options?: string[];
}

const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '48', '-c:a', 'aac'];

/** Makes one of the kinds of files that people have. Returns its path. */
export async function makeSource(folder: string, { name, size = '320x180', rate = '25', options }: SourceOptions) {
  const file = path.join(folder, name);
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', picture(size, rate)],
    ...['-f', 'lavfi', '-i', tone(440), '-f', 'lavfi', '-i', tone(880)],
    ...['-map', '0:v', '-map', '1:a', ...H264, ...(options ?? []), file],
  ]);
  return file;
}
