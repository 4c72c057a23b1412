import { tempFolder } from '@kinora/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';

let bed: Bed;
beforeEach(async () => {
  bed = await createBed();
});
afterEach(() => bed.close());

const askForRetry = (id: string, attempt: number) =>
  bed.database.db.updateTable('videos').set({ retry_of_attempt: attempt }).where('id', '=', id).execute();

it('a failed video is converted anew when its owner asks for it, as often as asked and no more', async () => {
  const strict = await bed.startWorker({ MAX_SIDE_PIXELS: '100' });
  const id = await bed.upload(await makeClip(await tempFolder(), { size: '160x90', seconds: 2 }));
  const failed = await bed.finished(id);
  expect(failed).toMatchObject({ state: 'failed', failure_code: 'too-large', attempt: 1 });

  await bed.database.db.updateTable('transcodes').set({ losses: 3, progress: 40 }).where('video_id', '=', id).execute();
  await askForRetry(id, 1);
  await expect.poll(() => bed.row(id), { timeout: 20_000 }).toMatchObject({ state: 'failed', attempt: 2, losses: 0 });
  await strict.close();

  const worker = await bed.startWorker();
  await askForRetry(id, 1);
  const other = await bed.upload(await makeClip(await tempFolder(), { size: '160x90', seconds: 2 }));
  await bed.finished(other);
  expect(await bed.row(id)).toMatchObject({ state: 'failed', attempt: 2 });

  await askForRetry(id, 2);
  await expect.poll(() => bed.row(id), { timeout: 20_000 }).toMatchObject({ state: 'ready' });
  const nothing = { failure_code: null, failure_detail: null, failure_log: null };
  expect(await bed.row(id)).toMatchObject({ attempt: 3, losses: 0, progress: 100, ...nothing });
  await worker.close();
}, 60_000);
