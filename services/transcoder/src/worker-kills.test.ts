import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hlsPrefix, TRANSCODE_QUEUE } from '@kinora/contracts';
import type { Child } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';
import { seededRandom } from '../test/hostile/random.js';

/** Another one: KILL_SEED=… */
const SEED = Number(process.env.KILL_SEED ?? 20_261_121);
const SMALL_JOBS = 47;
const LONG_JOBS = 3;
const LONG_SECONDS = 20;
const KILLS = 10;
/** A worker dies after each so many finished videos, and so long after at most. */
const FINISHED_BETWEEN_KILLS = 4;
const MAX_DELAY_MS = 600;

const WORKER = {
  ...{ LOG_LEVEL: 'warn', PICTURES_TIMEOUT_MS: '1', PICTURES_GRACE_MS: '1', SCRATCH_DEAD_AFTER_MS: '5000' },
  MAX_LOST_WORKERS: '100',
};

let bed: Bed;
let ids: string[];
beforeAll(async () => {
  bed = await createBed();
  const folder = await tempFolder();
  const long = await makeClip(folder, { seconds: LONG_SECONDS, size: '320x180', options: ['-vf', 'setsar=101/100'] });
  const small = await makeClip(folder, { seconds: 1, size: '160x90' });
  ids = [];
  for (let job = 0; job < LONG_JOBS; job++) ids.push(await bed.upload(long));
  for (let job = 0; job < SMALL_JOBS; job++) ids.push(await bed.upload(small));
});
afterAll(() => bed.close());

const finished = () =>
  bed.database.db.selectFrom('transcodes').select('video_id').where('state', 'in', ['ready', 'failed']).execute();

/** Two workers, of which one at a time is killed and another one takes its place. */
async function killWorkers(): Promise<Child[]> {
  const random = seededRandom(SEED);
  const workers = await Promise.all([bed.startWorkerProcess(WORKER), bed.startWorkerProcess(WORKER)]);
  for (let kill = 1; kill <= KILLS; kill++) {
    await eventually(
      async () => expect((await finished()).length).toBeGreaterThanOrEqual(kill * FINISHED_BETWEEN_KILLS),
      { timeoutMs: 60_000 },
    );
    await delay(random.below(MAX_DELAY_MS));
    const victim = random.below(workers.length);
    await workers[victim]?.kill();
    workers[victim] = await bed.startWorkerProcess(WORKER);
  }
  return workers;
}

const SITE = 'http://media.test/';
const fetchBytes = async (url: string) =>
  Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());

/** Every object of the video that nothing of the finished stream leads to; playlists from before stay for who watches by them. */
async function garbage(id: string, hlsPath: string): Promise<string[]> {
  const seen = new Set<string>();
  const visit = async (url: string) => {
    if (seen.has(url)) return;
    seen.add(url);
    if (!url.endsWith('.m3u8')) return;
    const text = (await fetchBytes(url)).toString();
    for (const [, tag, line] of text.matchAll(/URI="([^"]*)"|^([^#\n].*)$/gm))
      await visit(new URL(String(tag ?? line), url).href);
  };
  await visit(`${SITE}${hlsPath}`);
  const keys = (await bed.outputFiles(id)).map((file) => `${SITE}${file.slice(file.indexOf(hlsPrefix(id)))}`);
  return keys.filter((key) => !seen.has(key) && !key.endsWith('.m3u8') && !key.includes('/pictures/'));
}

it(`fifty videos end ready while workers are killed (seed ${SEED})`, async () => {
  const workers = await killWorkers();
  const rows = await Promise.all(ids.map((id) => bed.finished(id, 120_000)));
  for (const row of rows)
    expect(row).toMatchObject({ state: 'ready', progress: 100, playable: 1, lease_until: null, failure_code: null });
  const attempts = rows.map(({ attempt }) => attempt);
  expect(Math.max(...attempts)).toBeGreaterThan(1);
  for (const [at, id] of ids.entries())
    await eventually(async () => expect(await garbage(id, String(rows[at]?.hls_path))).toEqual([]));
  for (const row of [...rows.slice(0, LONG_JOBS), ...rows.filter(({ attempt }) => attempt > 1)])
    await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, {
      ...{ durationSeconds: Number(row.duration_seconds), toleranceSeconds: 0.3, audio: true },
    });
  for (const worker of workers) expect(worker.exit()).toBeNull();
  const queue = new Queue(TRANSCODE_QUEUE, { connection: bed.redis.duplicate() });
  await eventually(async () =>
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 0, prioritized: 0 }),
  );
  await queue.close();
  await eventually(async () => expect(await readdir(bed.scratchDir)).toHaveLength(workers.length));
}, 300_000);
