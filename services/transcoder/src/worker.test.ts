import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

it('turns a video into HLS', async () => {
  const id = await bed.upload(await makeClip(await tempFolder(), { size: '640x360' }));
  expect(await bed.finished(id)).toMatchObject({ state: 'ready', progress: 100, failure_log: null });
  expect(await bed.outputFiles(id)).toHaveLength(10);
});

it('x', async () => {
  const f = path.join(await tempFolder(), 'x.mp4');
  await writeFile(f, 'hello');
  const id = await bed.upload(f);
});
