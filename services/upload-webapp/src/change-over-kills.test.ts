import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Replacing, replacingIn } from './testing/replacing.js';
import { type StudioBed, startStudioBed } from './testing/studio-bed.js';
import { type StudioProcess, startStudioProcess } from './testing/studio-process.js';

// The whole program is started anew after each kill.
vi.setConfig({ testTimeout: 180_000 });

const NEVER_MS = 3_600_000;
const BLOCKED_MS = 100;

let bed: StudioBed;
let studio: Replacing;
let running: StudioProcess | undefined;

beforeAll(async () => {
  bed = await startStudioBed({ CHANGE_OVER_PERIOD_MS: NEVER_MS, JANITOR_PERIOD_MS: 50 });
  studio = replacingIn(bed);
});
afterAll(async () => {
  await running?.child.kill();
  await bed?.stop();
});

const start = async () => {
  running = await startStudioProcess({ ...bed.options, limits: { CHANGE_OVER_PERIOD_MS: 20, JANITOR_PERIOD_MS: 50 } });
};

/** A statement of the program waits for a row. The threads that are seen are those of this test's own user. */
async function isBlocked(): Promise<void> {
  const { rows } = await sql`
    SELECT id FROM information_schema.processlist
    WHERE command IN ('Query', 'Execute') AND id <> CONNECTION_ID() AND time_ms > ${BLOCKED_MS}
  `.execute(bed.database.db);
  expect(rows).not.toEqual([]);
}

/** All that a transcoder writes of a file, but that it can be watched. */
const prepare = (fileId: string) =>
  bed.database.db
    .insertInto('transcodes')
    .values({
      ...{ video_id: fileId, state: 'ready', playable: false, attempt: 1, started_at: new Date() },
      ...{ hls_path: `hls/${fileId}/1/main.m3u8`, duration_seconds: 12 },
    })
    .execute();

/** From now on viewers should get it. No other row is written with it. */
const makePlayable = (fileId: string) =>
  bed.database.db.updateTable('transcodes').set({ playable: true }).where('video_id', '=', fileId).execute();

type Kill = (id: string, fileId: string) => Promise<void>;

/** Kills the program where it waits for a row, in the midst of the change-over. */
const killAt =
  (rowOf: (id: string, fileId: string) => ReturnType<typeof sql>): Kill =>
  async (id, fileId) => {
    await bed.database.db.transaction().execute(async (tx) => {
      await sql`${rowOf(id, fileId)} FOR UPDATE`.execute(tx);
      await makePlayable(fileId);
      await eventually(isBlocked);
      await running?.child.kill();
    });
    expect(await studio.servedOf(id)).not.toBe(fileId);
  };

const killAfter =
  (delayMs: number): Kill =>
  async (_id, fileId) => {
    await makePlayable(fileId);
    await delay(delayMs);
    await running?.child.kill();
  };

const KILLS: [string, Kill][] = [
  ['between its rows', killAt((_id, fileId) => sql`SELECT 1 FROM video_files WHERE file_id = ${fileId}`)],
  ['before its last row', killAt((id) => sql`SELECT 1 FROM video_list WHERE video_id = ${id}`)],
  ['after 10 ms', killAfter(10)],
];

/** One file is served, by the row of the video, by what its files say of themselves, and in the list. */
async function servesOne(id: string, among: string[]): Promise<void> {
  const served = await studio.servedOf(id);
  expect(among).toContain(served);
  const { files, playbackUrl } = await studio.videoOf(id);
  expect(files.filter(({ isServed }) => isServed).map((file) => file.id)).toEqual([served]);
  expect(files.find((file) => file.id === served)?.keptUntil).toBeNull();
  expect(playbackUrl).toContain(`/${served}/1/main.m3u8`);
  const { rows } = await sql`SELECT served_id FROM video_list WHERE video_id = ${id}`.execute(bed.database.db);
  expect(rows).toEqual([{ served_id: served }]);
}

it('kill -9 in the midst of a change-over leaves one file served, and no object when the video is deleted', async () => {
  const id = await studio.addVideo();
  const fileIds = [id];
  for (const [when, kill] of KILLS) {
    await start();
    await studio.untilServed(id, fileIds.at(-1) ?? '');
    const fileId = await studio.replace(id);
    await prepare(fileId);
    await kill(id, fileId);
    await servesOne(id, [...fileIds.slice(-1), fileId]).catch((error: unknown) => {
      throw new Error(`killed ${when}`, { cause: error });
    });
    fileIds.push(fileId);
  }
  await start();
  await studio.untilServed(id, fileIds.at(-1) ?? '');
  await servesOne(id, fileIds.slice(-1));
  expect((await studio.call(`${studio.pathOf(id)}?permanently=true`, 'DELETE')).status).toBe(204);
  await bed.database.db.deleteFrom('transcodes').where('video_id', 'in', fileIds).execute();
  await eventually(async () => expect(await bed.videos()).toEqual([]), { timeoutMs: 30_000 });
  for (const fileId of fileIds) expect(await bed.files.head(`source/${fileId}`)).toBeNull();
});
