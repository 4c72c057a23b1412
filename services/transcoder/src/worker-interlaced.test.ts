import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed, PATIENT_WITH_PICTURES } from '../test/bed.js';
import { download, downloadRendition, type Frame, readFrame } from '../test/pixels.js';

const run = promisify(execFile);

/** A white bar that moves on with every field, so that fields of one frame show it at different places. */
const bar = (size: string, scan: string) => {
  const [width = 0, height] = size.split('x').map(Number);
  const black = `color=black:s=${size}:r=50:d=1[ground]`;
  const white = `color=white:s=40x${height}:r=50:d=1[bar]`;
  return `${black};${white};[ground][bar]overlay=x='mod(n*8\\,${width - 40})',interlace=scan=${scan}`;
};

const FIELDS = ['-flags', '+ildct+ilme'];
const KINDS: [what: string, name: string, size: string, scan: string, codec: string[]][] = [
  ['H.264', 'film.mp4', '320x192', 'tff', ['-c:v', 'libx264', '-preset', 'ultrafast', ...FIELDS]],
  ['MPEG-2, bottom field first', 'film.mpg', '320x192', 'bff', ['-c:v', 'mpeg2video', '-q:v', '3', ...FIELDS]],
  ['DV, whose file says nothing', 'film.avi', '720x576', 'bff', ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p']],
  [
    'JPEG, whose frames say nothing',
    'film.mov',
    '320x192',
    'tff',
    ['-c:v', 'mjpeg', '-q:v', '3', '-field_order', 'tt'],
  ],
];

async function clip(name: string, size: string, scan: string, codec: string[]): Promise<string> {
  const file = path.join(await tempFolder(), name);
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', bar(size, scan), ...codec, file]);
  return file;
}

/** Share of the pixels that differ from the lines above and below, which resemble each other. */
function combing({ width, height, pixel }: Frame): number {
  let combed = 0;
  for (let y = 1; y < height - 1; y += 7)
    for (let x = 0; x < width; x++) {
      const [above, here, below] = [pixel(x, y - 1)[0], pixel(x, y)[0], pixel(x, y + 1)[0]];
      if (Math.abs(here - above) > 60 && Math.abs(here - below) > 60 && Math.abs(above - below) < 60) combed++;
    }
  return combed / width / Math.floor(height / 7);
}
const HALF_A_STEP_OF_THE_BAR = 4 / 720;

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker(PATIENT_WITH_PICTURES);
});
afterAll(() => bed.close());

describe('fields become frames', () => {
  it.each(KINDS)('of %s', async (_what, name, size, scan, codec) => {
    const file = await clip(name, size, scan, codec);
    expect(combing(await readFrame(file, 10))).toBeGreaterThan(HALF_A_STEP_OF_THE_BAR);
    const row = await bed.finished(await bed.upload(file));
    expect(row).toMatchObject({ state: 'ready' });
    const rendition = await downloadRendition(bed, row.video_id, `v${row.height}`);
    const pictures = [await readFrame(rendition, 10), await readFrame(await download(bed, row.poster_path))];
    for (const picture of pictures) expect(combing(picture)).toBeLessThan(HALF_A_STEP_OF_THE_BAR);
    const entries = 'stream=field_order,r_frame_rate:frame=interlaced_frame';
    const args = ['-v', 'error', '-select_streams', 'v', '-read_intervals', '%+#1', '-show_entries', entries];
    const { stdout } = await run('ffprobe', [...args, '-of', 'json', rendition]);
    expect(JSON.parse(stdout)).toMatchObject({
      frames: [{ interlaced_frame: 0 }],
      streams: [{ field_order: 'progressive', r_frame_rate: '25/1' }],
    });
  });
});
