import { readdir, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hlsPrefix, TRANSCODE_QUEUE } from '@kinora/contracts';
import type { Child } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip, slowFfmpeg } from '../test/clips.js';
import { seededRandom } from '../test/hostile/random.js';
import { COPY_NAME } from './domain/plan/copy.js';
import { readJournal } from './domain/resume/journal.js';

/** Another one: KILL_SEED=… */
const SEED = Number(process.env.KILL_SEED ?? 20_261_121);
const COPIED_JOBS = 10;
const ENCODED_JOBS = 40;
/** Three segments. */
const ENCODED_SECONDS = 12;
const ENCODED_RATE = 8;
/** Picture and sound. */
const RENDITIONS = 2;
const KILLS = 15;
/** A worker dies after each so many finished videos, while a video is in the midst, and so long after at most. */
const FINISHED_BETWEEN_KILLS = 3;
const MAX_DELAY_MS = 300;

const WORKER = {
  ...{ LOG_LEVEL: 'warn', PICTURES_TIMEOUT_MS: '1', PICTURES_GRACE_MS: '1', SCRATCH_DEAD_AFTER_MS: '5000' },
  JOURNAL_INTERVAL_MS: '50',
};

let bed: Bed;
let ids: string[];
beforeAll(async () => {
  bed = await createBed();
  const folder = await tempFolder();
  const copied = await makeClip(folder, { seconds: 1, size: '160x90' });
  const options = ['-vf', 'setsar=101/100'];
  const encoded = await makeClip(folder, { seconds: ENCODED_SECONDS, size: '160x90', rate: '12', options });
  ids = [];
  for (let job = 0; job < ENCODED_JOBS; job++) ids.push(await bed.upload(encoded));
  for (let job = 0; job < COPIED_JOBS; job++) ids.push(await bed.upload(copied));
});
afterAll(() => bed.close());

const rowsIn = (...states: ('processing' | 'ready' | 'failed')[]) =>
  bed.database.db.selectFrom('transcodes').selectAll().where('state', 'in', states).execute();

/** Every object of a video, and what is not the same once it is written again. */
async function objectsOf(id: string): Promise<Map<string, string>> {
  const files = await bed.outputFiles(id);
  const entries = files.map(async (file) => {
    const { ino, mtimeMs } = await stat(file).catch(() => ({ ino: 0, mtimeMs: 0 }));
    return [file.slice(file.indexOf(hlsPrefix(id))), `${ino} of ${mtimeMs}`] as const;
  });
  return new Map(await Promise.all(entries));
}

interface Witness {
  videoId: string;
  attempt: number;
  key: string;
  written: string;
}

/**
 * Every segment that is finished, of videos that are not: with one of the picture and one of the sound there is something to go on
 * with. A copy may be there only until the ladder is.
 */
async function finishedSegments(): Promise<Witness[]> {
  const rows = await rowsIn('processing');
  const found = rows.map(async ({ video_id: videoId, attempt, journal_path }) => {
    const journal = await bed.files.get(String(journal_path)).catch(() => null);
    if (!journal) return [];
    const text = Buffer.concat(await journal.body.toArray()).toString();
    const objects = await objectsOf(videoId);
    const steps = readJournal(text, hlsPrefix(videoId)) ?? [];
    const segments = steps
      .filter(({ renditions }) => renditions.length === RENDITIONS)
      .flatMap(({ renditions }) => renditions.filter(({ name }) => name !== COPY_NAME))
      .flatMap(({ segments }) => segments);
    return segments.map(({ key }) => ({ videoId, attempt, key, written: objects.get(key) ?? 'lost' }));
  });
  return (await Promise.all(found)).flat();
}

/** Two workers, of which one at a time is killed and another one takes its place. */
async function killWorkers(): Promise<{ workers: Child[]; witnesses: Witness[] }> {
  const random = seededRandom(SEED);
  const env = { ...WORKER, FFMPEG_PATH: await slowFfmpeg(ENCODED_RATE) };
  const workers = await Promise.all([bed.startWorkerProcess(env), bed.startWorkerProcess(env)]);
  const witnesses: Witness[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    const finished = async () => (await rowsIn('ready', 'failed')).length;
    await eventually(async () => expect(await finished()).toBeGreaterThanOrEqual(kill * FINISHED_BETWEEN_KILLS), {
      timeoutMs: 60_000,
    });
    const isInTheMidst = async () => expect(await finishedSegments()).not.toEqual([]);
    await eventually(isInTheMidst, { timeoutMs: 60_000 });
    await delay(random.below(MAX_DELAY_MS));
    const victim = random.below(workers.length);
    await workers[victim]?.kill();
    witnesses.push(...(await finishedSegments()));
    workers[victim] = await bed.startWorkerProcess(env);
  }
  return { workers, witnesses };
}

const SITE = 'http://media.test/';
const fetchBytes = async (url: string) =>
  Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());

/** Every object that a stream leads to. */
async function namedBy(hlsPath: string): Promise<Set<string>> {
  const seen = new Set<string>();
  const visit = async (url: string) => {
    const key = url.slice(SITE.length);
    if (seen.has(key)) return;
    seen.add(key);
    if (!url.endsWith('.m3u8')) return;
    const text = (await fetchBytes(url)).toString();
    for (const [, tag, line] of text.matchAll(/URI="([^"]*)"|^([^#\n].*)$/gm))
      await visit(new URL(String(tag ?? line), url).href);
  };
  await visit(`${SITE}${hlsPath}`);
  return seen;
}

/** What is stored of a finished video and no use; playlists from before stay for who watches by them. */
const garbageOf = (objects: Map<string, string>, named: Set<string>): string[] =>
  [...objects.keys()].filter((key) => !named.has(key) && !key.endsWith('.m3u8') && !key.includes('/pictures/'));

it(`fifty videos end ready while workers are killed, and none is encoded from the start again (seed ${SEED})`, async () => {
  const { workers, witnesses } = await killWorkers();
  const rows = await Promise.all(ids.map((id) => bed.finished(id, 120_000)));
  for (const row of rows)
    expect(row).toMatchObject({ state: 'ready', progress: 100, playable: 1, lease_until: null, failure_code: null });
  for (const { video_id: id, attempt, hls_path } of rows) {
    const named = await namedBy(String(hls_path));
    await eventually(async () => expect(garbageOf(await objectsOf(id), named)).toEqual([]));
    const objects = await objectsOf(id);
    for (const { key, written } of witnesses.filter(({ videoId }) => videoId === id)) {
      expect(named).toContain(key);
      expect(objects.get(key), key).toBe(written);
    }
    if (attempt === 1) continue;
    const expected = { durationSeconds: Number((await bed.row(id))?.duration_seconds), toleranceSeconds: 0.3 };
    await assertHlsValid(fetchBytes, `${SITE}${hls_path}`, { ...expected, audio: true });
  }
  const lastAttempts = new Map(rows.map(({ video_id, attempt }) => [video_id, attempt]));
  const kept = witnesses.filter(({ videoId, attempt }) => attempt < (lastAttempts.get(videoId) ?? 0));
  expect(new Set(kept.map(({ videoId }) => videoId)).size).toBeGreaterThan(0);
  for (const worker of workers) expect(worker.exit()).toBeNull();
  const queue = new Queue(TRANSCODE_QUEUE, { connection: bed.redis.duplicate() });
  await eventually(async () =>
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 0, prioritized: 0 }),
  );
  await queue.close();
  await eventually(async () => expect(await readdir(bed.scratchDir)).toHaveLength(workers.length));
}, 420_000);
