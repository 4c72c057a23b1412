import { appendFile, stat, truncate } from 'node:fs/promises';
import { TRANSCODE_QUEUE } from '@kinora/contracts';
import { eventually, tempFolder } from '@kinora/testing';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { type ClipOptions, makeClip, recordingFfmpeg, slowFfmpeg } from '../test/clips.js';

vi.setConfig({ testTimeout: 120_000 });

let bed: Bed;
beforeEach(async () => {
  bed = await createBed();
});
afterEach(() => bed.close());

/** No browser plays this as it is: a first rung is encoded, then the other one. */
const encoded = async (options: ClipOptions = {}) =>
  makeClip(await tempFolder(), { size: '640x360', rate: '10', options: ['-c:v', 'mpeg4'], ...options });

/** As small as this there is one rung, and no rest. */
const oneRung = () => encoded({ size: '160x90', seconds: 1 });

/** Adds a box that is to be skipped (ISO/IEC 14496-12, 8.1.2): before the probe a video is as long as its file is large. */
async function enlarge(file: string, bytes: number): Promise<void> {
  const header = Buffer.from('\0\0\0\0free');
  header.writeUInt32BE(bytes);
  await appendFile(file, header);
  await truncate(file, (await stat(file)).size + bytes - header.length);
}

it('something of every video can be watched before the ladder of any is made', async () => {
  const ffmpeg = await recordingFfmpeg(await tempFolder());
  const clip = await encoded({ seconds: 1 });
  const ids = [await bed.upload(clip), await bed.upload(clip), await bed.upload(clip)];
  await bed.startWorker({ FFMPEG_PATH: ffmpeg.command });
  for (const id of ids) expect(await bed.finished(id)).toMatchObject({ state: 'ready', losses: 0, passing_faults: 0 });
  expect((await ffmpeg.steps()).slice(0, 3)).toEqual(['v360 audio', 'v360 audio', 'v360 audio']);
});

it('a clip that is short goes before films that waited for longer', async () => {
  const [film, clip] = [await oneRung(), await oneRung()];
  await enlarge(film, 50_000_000);
  const ids = { film: await bed.upload(film), other: await bed.upload(film), clip: await bed.upload(clip) };
  await bed.startWorker();
  const finishedAt = async (id: string) => Number((await bed.finished(id)).finished_at);
  const clipFinishedAt = await finishedAt(ids.clip);
  expect(clipFinishedAt).toBeLessThan(await finishedAt(ids.film));
  expect(clipFinishedAt).toBeLessThan(await finishedAt(ids.other));
});

it('a film does not give way while another worker is idle, not even to a clip that one gave back', async () => {
  const slowly = async (rate: number) => ({ FFMPEG_PATH: await slowFfmpeg(rate), YIELD_PROTECTION_MS: '1' });
  const small = { size: '160x90', rate: '5' };
  const film = await bed.upload(await encoded({ ...small, seconds: 160 }));
  await bed.startWorker(await slowly(2));
  const isTaken = (id: string) => eventually(async () => expect(await bed.row(id)).toMatchObject({ attempt: 1 }));
  await isTaken(film);
  const stopped = await bed.startWorker(await slowly(1));
  const clip = await bed.upload(await encoded({ ...small, seconds: 10 }));
  await isTaken(clip);
  await bed.startWorker(await slowly(100));
  await stopped.close();
  expect(await bed.finished(clip)).toMatchObject({ state: 'ready', attempt: 2 });
  expect(await bed.row(film)).toMatchObject({ state: 'processing', attempt: 1, lease_until: expect.any(Date) });
});

it('what waited for hours moves up in the queue', async () => {
  const queue = new Queue(TRANSCODE_QUEUE, { connection: bed.redis.duplicate() });
  onTestFinished(() => queue.close());
  const blocker = await bed.upload(await encoded({ seconds: 60 }));
  await bed.startWorker({ FFMPEG_PATH: await slowFfmpeg(0.5) });
  await eventually(async () => expect((await bed.row(blocker))?.progress).toBeGreaterThan(0));
  const waiting = await bed.upload(await encoded({ seconds: 60 }));
  const setQueuedAt = (hoursAgo: number) =>
    bed.database.db
      .updateTable('videos')
      .set({ queued_at: new Date(Date.now() - hoursAgo * 3_600_000), size_bytes: 2e9 })
      .where('id', '=', waiting)
      .execute();
  await setQueuedAt(0);
  await eventually(async () => expect((await queue.getJob(waiting))?.priority).toBe(9));
  await setQueuedAt(1);
  await eventually(async () => expect((await queue.getJob(waiting))?.priority).toBe(5));
  expect(await queue.getCountsPerPriority([9, 5])).toEqual({ 9: 0, 5: 1 });
});
