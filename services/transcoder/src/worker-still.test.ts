import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { FLASHES, flashSeconds } from '../test/marks.js';
import { downloadRendition } from '../test/pixels.js';

const run = promisify(execFile);
const SECONDS = 8;
/** B-frames hold a picture back, as ffmpeg counts it, by two frames of 30 a second. */
const HELD_BACK_SECONDS = 0.07;

/** Black but for its flashes, in 3 kbit/s; its frames come at uneven times, so that it is encoded. */
async function stillClip(): Promise<string> {
  const file = path.join(await tempFolder(), 'still.mp4');
  const uneven = "scale=640:360,select='not(mod(n,3))+lt(mod(t+1,2),0.2)'";
  const input = ['-f', 'lavfi', '-i', FLASHES(SECONDS), '-vf', uneven, '-fps_mode', 'vfr'];
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '50'];
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...input, ...encoder, file]);
  return file;
}

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

it('a picture that hardly moves has the bits for its changes in every size', async () => {
  const id = await bed.upload(await stillClip());
  expect(await bed.finished(id)).toMatchObject({ state: 'ready' });
  for (const name of ['v360', 'v240']) {
    const flashes = await flashSeconds(await downloadRendition(bed, id, name));
    expect(flashes, name).toHaveLength(SECONDS / 2);
    for (const [i, at] of flashes.entries())
      expect(Math.abs(at - (1 + 2 * i) - HELD_BACK_SECONDS), name).toBeLessThan(0.05);
  }
});
