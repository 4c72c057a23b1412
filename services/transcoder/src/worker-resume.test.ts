import path from 'node:path';
import { hlsPrefix } from '@kinora/contracts';
import type { Child } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip, slowFfmpeg } from '../test/clips.js';

let bed: Bed;
beforeEach(async () => {
  bed = await createBed();
});
afterEach(() => bed.close());

const SITE = 'http://media.test/';
const SECONDS = 18;
const fetchBytes = async (url: string) =>
  Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());

/** Two rungs. */
const clip = async (options: string[]) =>
  makeClip(await tempFolder(), { size: '640x360', rate: '12', seconds: SECONDS, options });
const ENCODED = ['-vf', 'setsar=101/100'];
const COPIED = ['-g', '24', '-sc_threshold', '0', '-b:v', '300k'];

const slowly = async (rate = 5) => ({ FFMPEG_PATH: await slowFfmpeg(rate), JOURNAL_INTERVAL_MS: '50' });

/** What is stored, from the number of the attempt on, such as `1/v360/00001.m4s`. */
const stored = async (id: string) =>
  (await bed.outputFiles(id)).map((file) => file.split(`${path.sep}${id}${path.sep}`)[1] ?? '').sort();
const segmentsIn = async (id: string, folder: string) =>
  (await stored(id)).filter((file) => file.startsWith(folder) && file.endsWith('.m4s'));

const isUnderWay = (id: string, folder: string, segments = 2) =>
  eventually(
    async () => {
      expect((await segmentsIn(id, folder)).length).toBeGreaterThanOrEqual(segments);
      const { body } = await bed.files.get(String((await bed.row(id))?.journal_path));
      expect(Buffer.concat(await body.toArray()).toString()).toContain(`${folder}","segments":[["`);
      const row = await bed.row(id);
      expect(row?.stored_segments).toBeGreaterThan(row?.setback_segments ?? 0);
    },
    { timeoutMs: 60_000 },
  );

/** Segments of a rendition, whichever attempts stored them. */
const allSegmentsOf = async (id: string, name: string) =>
  (await stored(id)).filter((file) => file.includes(`/${name}/`) && file.endsWith('.m4s'));

/** Waits for more of them than there were, written down as a step further. @returns how many there are */
const hasGrown = (id: string, name: string, before: number): Promise<number> =>
  eventually(
    async () => {
      const { length } = await allSegmentsOf(id, name);
      expect(length).toBeGreaterThan(before);
      const row = await bed.row(id);
      expect(row?.stored_segments).toBeGreaterThan(row?.setback_segments ?? 0);
      return length;
    },
    { timeoutMs: 60_000 },
  );

/** The next worker finishes it, and nothing is stored that the stream does not name. */
async function finishes(id: string, attempt: number, env: Record<string, string> = {}) {
  await bed.startWorker(env);
  const row = await bed.finished(id, 120_000);
  expect(row).toMatchObject({ state: 'ready', attempt, progress: 100 });
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, { durationSeconds: SECONDS, audio: true });
  await eventually(async () => expect((await bed.row(id))?.journal_path).toBeNull());
}

/** As many as would end a video that comes no further. */
const KILLS = 3;

const killed = (worker: Child) => worker.kill();
const stopped = (worker: Child) => worker.stop();

describe('the next worker encodes nothing again', () => {
  it.each([
    ['was killed in the first step', killed],
    ['was stopped in the first step', stopped],
  ])(
    'when one %s',
    async (_what, end) => {
      const id = await bed.upload(await clip(ENCODED));
      const worker = await bed.startWorkerProcess(await slowly());
      await isUnderWay(id, '1/v360');
      await end(worker);
      await finishes(id, 2);
      const [before, after] = [await segmentsIn(id, '1/v360/'), await segmentsIn(id, '2/v360/')];
      expect(before.length).toBeGreaterThan(0);
      expect(before.length + after.length).toBe(5);
      expect(
        (await stored(id)).filter((file) => file.startsWith('1/') && !/\/(init\.mp4|\d+\.m4s)$/.test(file)),
      ).toEqual([]);
    },
    200_000,
  );

  it('when one after the other was killed in the ladder, however many, as long as each came further', async () => {
    const id = await bed.upload(await clip(COPIED));
    const slow = { ...(await slowly(1.5)), MAX_LOST_WORKERS: String(KILLS) };
    let made = 0;
    for (let kills = 0; kills < KILLS; kills++) {
      const worker = await bed.startWorkerProcess(slow);
      made = await hasGrown(id, 'v240', made);
      await killed(worker);
    }
    await finishes(id, expect.any(Number), slow);
    expect(await allSegmentsOf(id, 'v240')).toHaveLength(5);
    expect(await segmentsIn(id, '1/source/')).toHaveLength(5);
    expect(await allSegmentsOf(id, 'source')).toHaveLength(5);
    expect(await segmentsIn(id, '2/audio/')).toEqual([]);
  }, 200_000);
});

it('a film gives way in the middle of its ladder, and goes on there', async () => {
  const film = await bed.upload(await clip(COPIED));
  const clipToCome = await makeClip(await tempFolder(), { size: '160x90', seconds: 1 });
  await bed.startWorker({ ...(await slowly(0.5)), YIELD_LOOK_INTERVAL_MS: '100', YIELD_PROTECTION_MS: '1' });
  await isUnderWay(film, '1/v240', 1);
  const short = await bed.finished(await bed.upload(clipToCome));
  const row = await bed.finished(film, 120_000);
  expect(row).toMatchObject({ state: 'ready', attempt: 2, losses: 0, passing_faults: 0 });
  expect(Number(short.finished_at)).toBeLessThan(Number(row.finished_at));
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, { durationSeconds: SECONDS, audio: true });
  expect((await segmentsIn(film, '1/v240/')).length).toBeGreaterThan(0);
  expect(await segmentsIn(film, '1/source/')).toHaveLength(5);
}, 200_000);

it('what a worker that died could not remove is removed later', async () => {
  const [ready, failed] = [await bed.upload(await clip(COPIED)), await bed.upload(await clip(COPIED))];
  await bed.startWorker();
  const { attempt } = await bed.finished(ready);
  await bed.finished(failed);
  await eventually(async () => expect((await bed.row(ready))?.journal_path).toBeNull());
  const kept = await stored(ready);
  for (const id of [ready, failed])
    await bed.files.put(`${hlsPrefix(id)}${attempt - 1}/v240/00009.m4s`, Buffer.from('left'));
  await bed.database.db.updateTable('transcodes').set({ journal_path: 'gone' }).where('video_id', '=', ready).execute();
  await bed.database.db
    .updateTable('transcodes')
    .set({ journal_path: '', state: 'failed', hls_path: null })
    .where('video_id', '=', failed)
    .execute();
  await eventually(async () => expect([await stored(ready), await stored(failed)]).toEqual([kept, []]));
});
