import { randomUUID } from 'node:crypto';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StudioStorage, StudioVideo } from '../web/props.js';
import { createServedFiles } from './adapters/served-files.js';
import { convert, type Replacing, replacingIn } from './testing/replacing.js';
import { problemOf } from './testing/studio.js';
import { film, type StudioBed, sha256, startStudioBed } from './testing/studio-bed.js';
import { announced, idOf } from './testing/tus.js';

const KEEP_SECONDS = 3_600;

let bed: StudioBed;
let studio: Replacing;

beforeAll(async () => {
  bed = await startStudioBed({
    ...{ JANITOR_PERIOD_MS: 100, CHANGE_OVER_PERIOD_MS: 50, EVENTS_POLL_MS: 50 },
    ...{ FORMER_FILE_KEEP_SECONDS: KEEP_SECONDS, UPLOAD_STALE_MS: 3_000, UPLOAD_HEARTBEAT_MS: 200 },
  });
  studio = replacingIn(bed);
});
afterAll(() => bed?.stop());

/** What the triggers keep, and the same put together anew. */
async function listIsRight(): Promise<void> {
  const kept = await sql`
    SELECT video_id, served_id, state, duration_seconds, stored_bytes, is_trashed FROM video_list ORDER BY video_id
  `.execute(bed.database.db);
  const anew = await sql`
    SELECT o.id AS video_id, o.media_id AS served_id, o.state, COALESCE(o.duration_seconds, 0) AS duration_seconds,
      (SELECT SUM(f.stored_bytes) FROM video_files f WHERE f.video_id = o.id) AS stored_bytes, o.trashed_at IS NOT NULL AS is_trashed
    FROM video_overview o ORDER BY o.id
  `.execute(bed.database.db);
  const plain = (rows: unknown[]) => rows.map((row) => JSON.stringify(row).replace(/"(\d+)"/g, '$1'));
  expect(plain(kept.rows)).toEqual(plain(anew.rows));
}
afterEach(listIsRight);

const rowOf = async (id: string) => (await bed.videos()).find((row) => row.id === id);
/** As the transcoder does, once it has removed the objects. */
const letGo = (...ids: string[]) => bed.database.db.deleteFrom('transcodes').where('video_id', 'in', ids).execute();
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);

async function untilGone(...ids: string[]): Promise<void> {
  await eventually(async () => {
    expect((await bed.videos()).filter((row) => ids.includes(row.id))).toEqual([]);
    for (const id of ids) expect(await bed.files.head(`source/${id}`)).toBeNull();
  });
}

describe('a file that has taken over', () => {
  it('is all that the video tells of: media, length, hash, original', async () => {
    const id = await studio.addVideo('Garden');
    const bytes = film(3_000);
    const fileId = await studio.replace(id, bytes);
    await convert(bed, fileId, 'ready');
    await studio.untilServed(id, fileId);
    const video = await studio.videoOf(id);
    expect(video).toMatchObject({
      title: 'Garden',
      version: 1,
      fileName: 'again.mp4',
      sha256: sha256(bytes),
      sizeBytes: 3_000,
    });
    expect(video.playbackUrl).toContain(`/${fileId}/1/main.m3u8`);
    const original = await studio.call(`${studio.pathOf(id)}/original`);
    expect(sha256(Buffer.from(await original.arrayBuffer()))).toBe(sha256(bytes));
    const former = video.files.find((file) => file.id === id);
    expect(Date.parse(former?.keptUntil ?? '') / 1_000).toBeCloseTo(Date.now() / 1_000 + KEEP_SECONDS, -2);
  });

  it('takes over once: whoever goes back stays there, and the next new file takes over all the same', async () => {
    const { id, fileId } = await studio.replaced();
    expect((await (await studio.serve(id, id)).json()).files[1]).toMatchObject({ id, isServed: true, keptUntil: null });
    expect(await createServedFiles(bed.database.db).unsettled(10)).toEqual([]);
    const next = await studio.replace(id);
    await convert(bed, next, 'ready');
    await studio.untilServed(id, next);
    expect((await studio.videoOf(id)).files.map((file) => [file.id, file.isServed])).toEqual([
      [next, true],
      [fileId, false],
      [id, false],
    ]);
  });

  it('gives up the former one at once when nobody could watch that', async () => {
    const id = await studio.addVideo();
    await convert(bed, id, 'failed');
    const fileId = await studio.replace(id);
    await convert(bed, fileId, 'ready');
    await studio.untilServed(id, fileId);
    await eventually(async () => expect(await bed.files.head(`source/${id}`)).toBeNull());
    expect(await studio.videoOf(id)).toMatchObject({ state: 'ready', files: [{ id: fileId }] });
  });

  it('ends the events of the video only when viewers get it', async () => {
    const id = await studio.addVideo();
    const fileId = await studio.replace(id);
    const events = await studio.call(`${studio.pathOf(id)}/events`);
    await convert(bed, fileId, 'ready');
    const text = await events.text();
    const told = text.split('\n').flatMap((line) => /^data: ?(\{"id".*)/.exec(line)?.[1] ?? []);
    expect(JSON.parse(told.at(-1) ?? '')).toMatchObject({ id, files: [{ id: fileId, isServed: true }, {}] });
    expect(text).toMatch(/event: ?end/);
  });
});

describe('going back', () => {
  it('and forth is one request each, and honours If-Match without raising the version', async () => {
    const { id, fileId } = await studio.replaced();
    for (const to of [id, fileId, id, id]) {
      expect((await studio.serve(id, to, { 'if-match': '"1"' })).headers.get('etag')).toBe('"1"');
      expect(await studio.servedOf(id)).toBe(to);
    }
    expect((await studio.serve(id, fileId, { 'if-match': '"2"' })).status).toBe(412);
    expect((await studio.discard(id, fileId, { 'if-match': '"2"' })).status).toBe(412);
    expect(await studio.servedOf(id)).toBe(id);
  });

  it('is refused to what cannot be watched, is not there, or belongs to somebody else', async () => {
    const id = await studio.addVideo();
    const fileId = await studio.replace(id);
    const refused = await studio.serve(id, fileId);
    expect([refused.status, (await problemOf(refused)).code]).toEqual([409, 'not-playable']);
    const other = await studio.addVideo();
    for (const [video, file] of [
      [id, other],
      [id, randomUUID()],
      [fileId, fileId],
      [randomUUID(), id],
    ] as const)
      expect((await studio.serve(video, file)).status).toBe(404);
    for (const [path, method] of [
      ['/serve', 'POST'],
      ['/retry', 'POST'],
      ['', 'DELETE'],
    ] as const)
      expect((await studio.call(studio.pathOf(id, fileId) + path, method, {}, 'bob')).status).toBe(404);
    await studio.call(studio.pathOf(id), 'DELETE');
    expect((await problemOf(await studio.serve(id, id))).code).toBe('conflict');
    expect((await problemOf(await studio.discard(id, fileId))).code).toBe('conflict');
  });
});

describe('discarding', () => {
  it('frees the room of a former replacement, and leaves no row of it', async () => {
    const { id, fileId } = await studio.replaced();
    await studio.serve(id, id);
    const before = await studio.videoOf(id);
    expect(before.storedBytes).toBe(2_000 + 3_000 + 2 * 1_000);
    expect((await studio.discard(id, fileId)).status).toBe(204);
    expect(await studio.videoOf(id)).toMatchObject({ storedBytes: 3_000, files: [] });
    await letGo(fileId);
    await untilGone(fileId);
  });

  it('frees the room of the first file, while the video stays', async () => {
    const { id, fileId } = await studio.replaced();
    expect((await studio.discard(id, id)).status).toBe(204);
    const video = await studio.videoOf(id);
    expect(video).toMatchObject({ state: 'ready', playable: true, files: [{ id: fileId, isServed: true }] });
    await letGo(id);
    expect((await studio.videoOf(id)).storedBytes).toBe(3_000 + 1_000);
    await eventually(async () => expect(await bed.files.head(`source/${id}`)).toBeNull());
    const waiting = bed.database.db.selectFrom('waiting_videos').selectAll().where('video_id', '=', id);
    expect(await waiting.execute()).toEqual([]);
    expect((await studio.serve(id, id)).status).toBe(404);
  });

  it('is refused for the file that viewers get', async () => {
    const { id, fileId } = await studio.replaced();
    const refused = await studio.discard(id, fileId);
    expect([refused.status, (await problemOf(refused)).code]).toEqual([409, 'file-in-use']);
    expect((await studio.discard(id, id)).status).toBe(204);
    expect((await problemOf(await studio.discard(id, fileId))).code).toBe('file-in-use');
  });

  it('of one that is being sent ends its upload', async () => {
    const id = await studio.addVideo();
    const path = await announced(studio.alice(), 3_000, { replaces: id });
    await studio.alice().patch(path, 0, film(1_000));
    expect((await studio.discard(id, idOf(path))).status).toBe(204);
    expect((await studio.alice().patch(path, 1_000, film(2_000))).status).toBe(404);
    await eventually(async () => expect(await bed.files.head(`source/${idOf(path)}.tail`)).toBeNull());
    await announced(studio.alice(), 3_000, { replaces: id });
  });

  it('happens by itself after the time that former files are kept, not before, and never to the one that is served', async () => {
    const first = await studio.replaced();
    const second = await studio.replaced();
    await studio.serve(second.id, second.id);
    const setAside = (id: string, at: Date) =>
      bed.database.db.updateTable('videos').set({ set_aside_at: at }).where('id', '=', id).execute();
    await setAside(first.id, secondsAgo(KEEP_SECONDS + 1));
    await setAside(second.fileId, secondsAgo(KEEP_SECONDS - 60));
    await eventually(async () => expect((await rowOf(first.id))?.discarded_at).not.toBeNull());
    expect(await rowOf(second.fileId)).toMatchObject({ deleted_at: null });
    await setAside(second.fileId, secondsAgo(KEEP_SECONDS + 1));
    await letGo(second.fileId);
    await untilGone(second.fileId);
    expect((await rowOf(second.id))?.discarded_at).toBeNull();
  });
});

describe('a video with several files', () => {
  const idsIn = async (search = '') => {
    const { videos } = await (await studio.call(`/api/v1/studio/videos?limit=50&${search}`)).json();
    return (videos as StudioVideo[]).map(({ id }) => id);
  };

  it('is one in the list, in searches, in the counts and in changes of many', async () => {
    const storage = async () => (await (await studio.call('/api/v1/studio/storage')).json()) as StudioStorage;
    const before = await storage();
    const { id, fileId } = await studio.replaced();
    const after = await storage();
    expect(after.videos - before.videos).toBe(1);
    expect(after.storedBytes - before.storedBytes).toBe(2_000 + 3_000 + 2 * 1_000);
    expect((await idsIn('q=garden')).filter((found) => [id, fileId].includes(found))).toEqual([id]);
    const json = JSON.stringify({ action: 'visibility', ids: [id, fileId], visibility: 'public' });
    const answer = await fetch(`${bed.studio.url}/api/v1/studio/videos/bulk`, {
      ...{ method: 'POST', body: json, headers: { cookie: 'auth_token=alice', 'content-type': 'application/json' } },
    });
    expect((await answer.json()).outcomes).toMatchObject([{ ok: true }, { ok: false, code: 'not-found' }]);
  });

  it('goes into the trash and out of it as one, and no worker begins with any of it meanwhile', async () => {
    const id = await studio.addVideo();
    const fileId = await studio.replace(id);
    const waiting = () =>
      bed.database.db.selectFrom('waiting_videos').selectAll().where('video_id', '=', fileId).execute();
    expect(await waiting()).toHaveLength(1);
    await studio.call(studio.pathOf(id), 'DELETE');
    expect(await waiting()).toEqual([]);
    expect(await idsIn('state=trashed')).toContain(id);
    expect((await (await studio.call(`${studio.pathOf(id)}/restore`, 'POST')).json()).files[0].id).toBe(fileId);
    expect(await waiting()).toHaveLength(1);
  });

  it('is deleted for good with all of them, whatever is under way', async () => {
    const { id, fileId } = await studio.replaced();
    const path = await announced(studio.alice(), 3_000, { replaces: id });
    await studio.alice().patch(path, 0, film(1_000));
    expect((await studio.call(`${studio.pathOf(id)}?permanently=true`, 'DELETE')).status).toBe(204);
    expect((await studio.alice().patch(path, 1_000, film(2_000))).status).toBe(404);
    await letGo(id, fileId);
    await untilGone(id, fileId, idOf(path));
    expect(await bed.files.head(`source/${idOf(path)}.tail`)).toBeNull();
    const left = bed.database.db.selectFrom('video_files').selectAll().where('video_id', '=', id);
    expect(await left.execute()).toEqual([]);
  });

  it('is deleted with all of them too when it was in the trash for long enough, or the deletion was broken off', async () => {
    const [trashed, broken] = [await studio.replaced(), await studio.replaced()];
    await studio.call(studio.pathOf(trashed.id), 'DELETE');
    const { db } = bed.database;
    await db
      .updateTable('videos')
      .set({ trashed_at: secondsAgo(31 * 86_400) })
      .where('id', '=', trashed.id)
      .execute();
    await db.updateTable('videos').set({ deleted_at: new Date() }).where('id', '=', broken.id).execute();
    await letGo(...Object.values(trashed), ...Object.values(broken));
    await untilGone(...Object.values(trashed), ...Object.values(broken));
  });
});
