import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { distance, downloadObject, downloadRendition, readFrame } from '../test/pixels.js';

const run = promisify(execFile);

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

/** One second of one colour from a broadcast, which begins at a time of its own. */
async function second(colour: string, size: string, atSeconds: number, codec: string[]): Promise<Buffer> {
  const file = path.join(await tempFolder(), 'part.ts');
  const input = ['-f', 'lavfi', '-i', `color=${colour}:s=${size}:r=25:d=1`];
  const clock = ['-output_ts_offset', String(atSeconds), '-muxdelay', '0', '-muxpreload', '0'];
  await run('ffmpeg', ['-nostdin', '-v', 'error', ...input, ...codec, ...clock, file]);
  return readFile(file);
}

describe('a broadcast that changes its size on the way', () => {
  it.each([
    ['keeps its length, and every picture its time', ['-c:v', 'libx264', '-preset', 'ultrafast']],
    ['does so too when it is interlaced', ['-c:v', 'mpeg2video', '-q:v', '3', '-flags', '+ilme+ildct']],
  ])('%s', async (_what, codec) => {
    const file = path.join(await tempFolder(), 'change.ts');
    const parts = [await second('red', '192x160', 0, codec), await second('blue', '96x80', 1, codec)];
    await writeFile(file, Buffer.concat(parts));
    const row = await bed.finished(await bed.upload(file));
    expect(row).toMatchObject({ state: 'ready', width: 192, height: 160 });
    const rendition = await downloadRendition(bed, row.video_id, 'v160');
    for (const [frame, colour] of [
      [22, [254, 0, 0]],
      [28, [0, 0, 254]],
    ] as const)
      expect(distance((await readFrame(rendition, frame)).at(0.5, 0.5), [...colour])).toBeLessThan(8);
    const site = 'http://media.test/';
    await assertHlsValid((url) => downloadObject(bed, url.slice(site.length)), `${site}${row.hls_path}`, {
      ...{ durationSeconds: 2, audio: false },
    });
  });
});
