import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hlsPrefix, TRANSCODE_QUEUE } from '@kinora/contracts';
import { eventually, tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';
import { wireTo } from '../test/outage.js';
import { addQueuedVideo } from '../test/queued-video.js';

const run = promisify(execFile);
let bed: Bed;
beforeEach(async () => {
  bed = await createBed();
});
afterEach(() => bed.close());

/** No browser plays this as it is, so that all of it has to be encoded. */
const ENCODED = ['-vf', 'setsar=101/100'];
/** Long enough to be caught in the middle: several seconds of work on any machine. */
const longClip = async () =>
  makeClip(await tempFolder(), { size: '854x480', seconds: 20, rate: '30', options: ENCODED });
const shortClip = async () => makeClip(await tempFolder());

const SITE = 'http://media.test/';
async function plays(hlsPath: string | null, durationSeconds: number) {
  const fetchBytes = async (url: string) =>
    Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());
  await assertHlsValid(fetchBytes, `${SITE}${hlsPath}`, { durationSeconds, audio: true });
}

/** ffmpeg is at work, and the first segments are stored. */
const inTheMiddle = (id: string) =>
  eventually(
    async () => {
      expect((await bed.outputFiles(id)).length).toBeGreaterThan(0);
      expect((await bed.row(id))?.progress).toBeGreaterThan(0);
    },
    { timeoutMs: 30_000 },
  );

const ffmpegsOf = async (folder: string) => {
  const { stdout } = await run('ps', ['-eo', 'pid,args']);
  const pids = stdout.split('\n').filter((line) => line.includes('ffmpeg') && line.includes('-progress'));
  const own = await Promise.all(
    pids.map(async (line) => {
      const pid = line.trim().split(' ')[0];
      const { stdout: cwd } = await run('readlink', [`/proc/${pid}/cwd`]).catch(() => ({ stdout: '' }));
      return cwd.startsWith(folder) ? pid : undefined;
    }),
  );
  return own.filter((pid) => pid !== undefined);
};

it('another worker finishes what a killed one began', async () => {
  const first = await bed.startWorkerProcess();
  const id = await bed.upload(await longClip());
  await inTheMiddle(id);
  const before = await bed.row(id);
  await first.kill();
  await eventually(async () => expect(await ffmpegsOf(bed.scratchDir)).toEqual([]));
  await bed.startWorkerProcess({ SCRATCH_DEAD_AFTER_MS: '1000' });
  const row = await bed.finished(id, 90_000);
  expect(row).toMatchObject({ state: 'ready', attempt: 2, losses: 1, progress: 100 });
  expect(row.progress).toBeGreaterThanOrEqual(before?.progress ?? 0);
  await plays(row.hls_path, 20);
  await eventually(async () => expect(await readdir(bed.scratchDir)).toHaveLength(1));
}, 150_000);

it('a worker that stops gives its video back at once, and that counts as nothing', async () => {
  const worker = await bed.startWorkerProcess();
  const id = await bed.upload(await longClip());
  await inTheMiddle(id);
  const asked = Date.now();
  await worker.stop();
  expect(Date.now() - asked).toBeLessThan(5_000);
  expect(worker.exit()).toMatchObject({ code: 0 });
  expect(await bed.row(id)).toMatchObject({ state: 'processing', lease_until: null, losses: 0, passing_faults: 0 });
  expect(await ffmpegsOf(bed.scratchDir)).toEqual([]);
  expect(await readdir(bed.scratchDir)).toEqual([]);
  await bed.startWorker();
  expect(await bed.finished(id, 90_000)).toMatchObject({ state: 'ready', losses: 0 });
}, 150_000);

it('a worker whose claim went to another one publishes nothing', async () => {
  await bed.startWorker();
  const id = await bed.upload(await longClip());
  await inTheMiddle(id);
  await bed.database.db
    .updateTable('transcodes')
    .set({ attempt: 7, lease_until: new Date(Date.now() + 3_600_000) })
    .where('video_id', '=', id)
    .execute();
  await eventually(async () => expect(await ffmpegsOf(bed.scratchDir)).toEqual([]));
  expect(await bed.row(id)).toMatchObject({ state: 'processing', attempt: 7, playable: 0, hls_path: null });
});

/** It may have given way to a clip, which is an attempt more but no fault. */
const READY_WITHOUT_FAULT = { state: 'ready', losses: 0, passing_faults: 0 };

it('nothing is lost when Redis is emptied while videos wait and while one is converted', async () => {
  await bed.startWorker();
  const first = await bed.upload(await longClip());
  await inTheMiddle(first);
  const second = await bed.upload(await shortClip());
  await bed.redis.flushdb();
  expect(await bed.finished(first, 90_000)).toMatchObject(READY_WITHOUT_FAULT);
  expect(await bed.finished(second)).toMatchObject({ state: 'ready', attempt: 1 });
}, 150_000);

/** Longer than a lease and a lock last in these tests. */
const OUTAGE_MS = 4_000;

it('the work goes on when MariaDB was away for longer than a lease lasts', async () => {
  const wire = await wireTo(bed.database.config.DB_PORT);
  await bed.startWorkerProcess({ DB_HOST: '127.0.0.1', DB_PORT: String(wire.port) });
  const id = await bed.upload(await longClip());
  await inTheMiddle(id);
  await wire.cut();
  await delay(OUTAGE_MS);
  await wire.mend();
  expect(await bed.finished(id, 90_000)).toMatchObject({ state: 'ready', attempt: 1, losses: 0, passing_faults: 0 });
}, 150_000);

it('the work goes on when Redis was away for longer than a lock lasts', async () => {
  const redis = new URL(bed.redisUrl);
  const wire = await wireTo(Number(redis.port));
  redis.port = String(wire.port);
  await bed.startWorkerProcess({ REDIS_URL: redis.href });
  const first = await bed.upload(await longClip());
  await inTheMiddle(first);
  await wire.cut();
  await delay(OUTAGE_MS);
  await wire.mend();
  const second = await bed.upload(await shortClip());
  expect(await bed.finished(first, 90_000)).toMatchObject(READY_WITHOUT_FAULT);
  expect(await bed.finished(second)).toMatchObject({ state: 'ready', attempt: 1, losses: 0 });
}, 150_000);

it('the work goes on when file-svc was away for a moment', async () => {
  await bed.startWorker();
  const id = await bed.upload(await longClip());
  await inTheMiddle(id);
  await bed.restartFileService();
  const row = await bed.finished(id, 90_000);
  expect(row).toMatchObject({ state: 'ready', attempt: 1, passing_faults: 0 });
  await plays(row.hls_path, 20);
}, 150_000);

it('a video waits while its source cannot be reached, and is converted when it can', async () => {
  await bed.startWorker();
  await bed.fileService.stop();
  const id = await addQueuedVideo(bed.database.db);
  await eventually(async () => expect((await bed.row(id))?.passing_faults).toBeGreaterThan(1));
  expect(await bed.row(id)).toMatchObject({ state: 'processing', losses: 0, failure_code: null });
});

it('a video that ends every worker fails after as many as are allowed', async () => {
  const id = await bed.upload(await shortClip());
  await bed.database.db
    .insertInto('transcodes')
    .values({
      ...{ video_id: id, state: 'processing', attempt: 4, playable: false, losses: 4 },
      ...{ started_at: new Date(), lease_until: new Date(Date.now() - 1_000) },
    })
    .execute();
  await bed.startWorker();
  expect(await bed.finished(id)).toMatchObject({ state: 'failed', failure_code: 'worker-lost', losses: 5 });
});

it('one loss fewer is converted', async () => {
  const id = await bed.upload(await shortClip());
  await bed.database.db
    .insertInto('transcodes')
    .values({
      ...{ video_id: id, state: 'processing', attempt: 3, playable: false, losses: 3 },
      ...{ started_at: new Date(), lease_until: new Date(Date.now() - 1_000) },
    })
    .execute();
  await bed.startWorker();
  expect(await bed.finished(id)).toMatchObject({ state: 'ready', losses: 4, attempt: 4 });
});

it('what belongs to a deleted video goes, also while it is converted', async () => {
  await bed.startWorker();
  const id = await bed.upload(await longClip());
  await inTheMiddle(id);
  await bed.database.db.updateTable('videos').set({ deleted_at: new Date() }).where('id', '=', id).execute();
  await eventually(async () => expect(await bed.row(id)).toBeUndefined());
  expect(await bed.outputFiles(id)).toEqual([]);
  expect(await ffmpegsOf(bed.scratchDir)).toEqual([]);
});

it('a job for a video that does not exist is dropped', async () => {
  await bed.startWorker();
  const queue = new Queue(TRANSCODE_QUEUE, { connection: bed.redis.duplicate() });
  await queue.add('transcode', { videoId: '1f3c2a52-3f0e-4c6e-9d55-0c8d1f3f9a11' });
  await eventually(async () => expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, failed: 0 }));
  await queue.close();
});

/** Stands in for ffmpeg where the real one cannot be made to behave so. */
async function fakeFfmpeg(script: string): Promise<string> {
  const file = path.join(await tempFolder(), 'ffmpeg');
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

it('a full disk puts a video off and fails it not', async () => {
  const ffmpeg = await fakeFfmpeg('echo "av_interleaved_write_frame(): No space left on device" >&2; exit 1');
  await bed.startWorker({ FFMPEG_PATH: ffmpeg });
  const id = await bed.upload(await shortClip());
  await eventually(async () => expect((await bed.row(id))?.passing_faults).toBeGreaterThan(1));
  expect(await bed.row(id)).toMatchObject({ state: 'processing', losses: 0 });
});

it('ffmpeg that is killed from outside counts like a dead worker', async () => {
  await bed.startWorker({ FFMPEG_PATH: await fakeFfmpeg('kill -9 $$'), MAX_LOST_WORKERS: '2' });
  const id = await bed.upload(await shortClip());
  expect(await bed.finished(id)).toMatchObject({ state: 'failed', failure_code: 'transcode-failed', losses: 2 });
});

it('ffmpeg is ended when its time is over', async () => {
  const ffmpeg = await fakeFfmpeg('sleep 600');
  await bed.startWorker({ FFMPEG_PATH: ffmpeg, WALL_TIME_BASE_SECONDS: '1', WALL_TIME_FACTOR: '1' });
  const id = await bed.upload(await makeClip(await tempFolder(), { seconds: 1 }));
  expect(await bed.finished(id)).toMatchObject({ state: 'failed', failure_code: 'took-too-long' });
});

it('ffmpeg that stalls is ended, tried once more, and then the video fails', async () => {
  const tries = path.join(await tempFolder(), 'tries');
  const ffmpeg = await fakeFfmpeg(`case "$*" in *-progress*) echo started >> ${tries};; esac; sleep 600`);
  await bed.startWorker({ FFMPEG_PATH: ffmpeg, STALL_TIMEOUT_MS: '300' });
  const cannotBeCopied = await makeClip(await tempFolder(), { seconds: 1, options: ['-c:v', 'mpeg4'] });
  const id = await bed.upload(cannotBeCopied);
  expect(await bed.finished(id)).toMatchObject({
    ...{ state: 'failed', failure_code: 'transcode-failed', failure_log: expect.stringContaining('no progress') },
  });
  expect(await readFile(tries, 'utf8')).toBe('started\nstarted\n');
});

it('ffmpeg that is halted in the middle is ended, tried once more, and the video is ready', async () => {
  await bed.startWorker({ STALL_TIMEOUT_MS: '4000' });
  const id = await bed.upload(await makeClip(await tempFolder(), { size: '640x360', seconds: 20, options: ENCODED }));
  await inTheMiddle(id);
  const halted = await ffmpegsOf(bed.scratchDir);
  for (const pid of halted) process.kill(Number(pid), 'SIGSTOP');
  const row = await bed.finished(id, 90_000);
  expect(row).toMatchObject({ state: 'ready', attempt: 1, losses: 0 });
  expect(halted.length).toBeGreaterThan(0);
  const left = await ffmpegsOf(bed.scratchDir);
  expect(left.filter((pid) => halted.includes(pid))).toEqual([]);
  await plays(row.hls_path, 20);
}, 150_000);

it('limits are limits', async () => {
  await bed.startWorker({ MAX_OUTPUT_BYTES: '1000' });
  const id = await bed.upload(await shortClip());
  expect(await bed.finished(id)).toMatchObject({ state: 'failed', failure_code: 'too-large' });
  expect(await bed.outputFiles(id)).toEqual([]);
});

it('ffmpeg is halted while the storage does not keep up, and goes on', async () => {
  await bed.startWorker({ SCRATCH_MAX_BYTES: '1', PARALLEL_UPLOADS: '1' });
  const id = await bed.upload(await longClip());
  const row = await bed.finished(id, 90_000);
  expect(row).toMatchObject({ state: 'ready' });
  await plays(row.hls_path, 20);
}, 150_000);

it('only folders of dead workers are removed from the scratch folder', async () => {
  const old = new Date(Date.now() - 3_600_000);
  const folders = ['worker-0123456789abcdef', 'worker-fedcba9876543210', 'something-else'];
  for (const name of folders) await mkdir(path.join(bed.scratchDir, name));
  for (const name of [folders[0], folders[2]]) await utimes(path.join(bed.scratchDir, String(name)), old, old);
  await bed.startWorker();
  await eventually(async () => {
    const left = await readdir(bed.scratchDir);
    expect(left).toEqual(expect.arrayContaining(['something-else', 'worker-fedcba9876543210']));
    expect(left).toHaveLength(3);
  });
});

it('objects of an older attempt are gone when a newer one is ready', async () => {
  const id = await bed.upload(await shortClip());
  await bed.files.put(`${hlsPrefix(id)}1/v180/00001.m4s`, Buffer.from('left over'));
  await bed.database.db
    .insertInto('transcodes')
    .values({ video_id: id, state: 'processing', attempt: 1, playable: false, started_at: new Date() })
    .execute();
  await bed.startWorker();
  const row = await bed.finished(id);
  expect(row.hls_path).toBe(`${hlsPrefix(id)}2/main.m3u8`);
  expect((await bed.outputFiles(id)).filter((file) => file.includes(`${id}/1/`))).toEqual([]);
});
