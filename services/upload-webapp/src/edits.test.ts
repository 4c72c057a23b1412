import { randomUUID } from 'node:crypto';
import { TAG_MAX_CHARS, TAGS_MAX } from '@kinora/contracts';
import { createTestDatabase, eventually, type TestDatabase, tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudioStorage, StudioVideo } from '../web/props.js';
import { BULK_MAX_VIDEOS } from './domain/bulk.js';
import { mp4 } from './testing/form.js';
import { type FileService, problemOf, type Studio, startFileService, startStudio, upload } from './testing/studio.js';

const TRASH_KEEP_SECONDS = 3_600;

let database: TestDatabase;
let files: FileService;
let studio: Studio;

beforeAll(async () => {
  database = await createTestDatabase();
  files = await startFileService(await tempFolder());
  studio = await startStudio({
    ...{ database: database.config, redisUrl: 'redis://127.0.0.1:1', fileServiceUrl: files.url },
    limits: { JANITOR_PERIOD_MS: 100, TRASH_KEEP_SECONDS, QUEUE_ADD_TIMEOUT_MS: 50, EVENTS_POLL_MS: 100 },
  });
});

afterAll(async () => {
  await studio?.stop();
  await files?.stop();
  await database?.drop();
});

const pathOf = (id: string) => `/api/v1/studio/videos/${id}`;

async function addVideo(title = 'A film'): Promise<StudioVideo> {
  const response = await upload(studio.url, { fields: { title }, file: new Blob([mp4(2_000)]) });
  expect(response.status).toBe(201);
  return (await response.json()) as StudioVideo;
}

interface CallOptions {
  as?: string;
  method?: string;
  json?: unknown;
  ifMatch?: string | undefined;
}

const call = (path: string, { as = 'alice', method = 'GET', json, ifMatch }: CallOptions = {}) =>
  fetch(`${studio.url}${path}`, {
    method,
    body: json === undefined ? null : JSON.stringify(json),
    headers: {
      cookie: `auth_token=${as}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
  });

const videoOf = async (id: string) => (await (await call(pathOf(id))).json()) as StudioVideo;
const patch = (id: string, json: unknown, ifMatch?: string) => call(pathOf(id), { method: 'PATCH', json, ifMatch });
const bulk = (json: unknown, as = 'alice') => call('/api/v1/studio/videos/bulk', { method: 'POST', json, as });
const idsIn = async (search = '') => {
  const { videos } = await (await call(`/api/v1/studio/videos?limit=50&${search}`)).json();
  return (videos as StudioVideo[]).map(({ id }) => id);
};
const refusedFields = async (response: Response) => {
  expect(response.status).toBe(422);
  return (await problemOf(response)).errors?.map(({ field }) => field);
};

describe('tags and language', () => {
  it('are kept as they are read, and can be taken back', async () => {
    const { id } = await addVideo();
    const saved = await patch(id, { tags: ['#Bees', ' bees', 'Garden\tShed'], language: 'pt-br' });
    expect(await saved.json()).toMatchObject({ tags: ['bees', 'garden shed'], language: 'pt-BR' });
    expect(await (await patch(id, { tags: [], language: '' })).json()).toMatchObject({ tags: [], language: null });
  });

  it.each([
    [{ tags: Array.from({ length: TAGS_MAX + 1 }, (_, at) => `t${at}`) }, ['tags']],
    [{ tags: ['x'.repeat(TAG_MAX_CHARS + 1)] }, ['tags']],
    [{ tags: ['a,b'] }, ['tags']],
    [{ tags: 'bees' }, ['tags']],
    [{ tags: [{}] }, ['tags.0']],
    [{ language: 'klingonish' }, ['language']],
    [{ language: '<script>' }, ['language']],
    [{ language: 7, title: '' }, ['language', 'title']],
    [{ version: 9 }, ['']],
  ])('%.40j is refused and changes nothing', async (json, fields) => {
    const before = await addVideo();
    expect((await refusedFields(await patch(before.id, json)))?.sort()).toEqual(fields);
    expect(await videoOf(before.id)).toMatchObject({ title: 'A film', tags: [], language: null, version: 1 });
  });

  it('take their limits to the last one', async () => {
    const tags = Array.from({ length: TAGS_MAX }, (_, at) => `${at}`.padEnd(TAG_MAX_CHARS, 'x'));
    expect((await (await patch((await addVideo()).id, { tags })).json()).tags).toEqual(tags);
  });
});

describe('If-Match', () => {
  it('lets the first of two tabs save and tells the second, which changes nothing', async () => {
    const { id } = await addVideo();
    const etag = (await call(pathOf(id))).headers.get('etag') ?? '';
    const first = await patch(id, { title: 'First' }, etag);
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"']);
    const second = await patch(id, { title: 'Second' }, etag);
    expect([second.status, (await problemOf(second)).code]).toEqual([412, 'precondition-failed']);
    expect((await call(pathOf(id), { method: 'DELETE', ifMatch: etag })).status).toBe(412);
    expect((await call(`${pathOf(id)}?permanently=true`, { method: 'DELETE', ifMatch: etag })).status).toBe(412);
    expect(await videoOf(id)).toMatchObject({ title: 'First', version: 2 });
  });

  it.each([
    ['*', 200],
    ['"7", "1"', 200],
    ['W/"1"', 412],
    ['"7"', 412],
    ['nonsense', 412],
    [undefined, 200],
  ])('%s is answered with %i', async (ifMatch, status) => {
    expect((await patch((await addVideo()).id, { title: 'x' }, ifMatch)).status).toBe(status);
  });

  it('holds for an edit that changes nothing too, and a conversion changes no tag', async () => {
    const { id } = await addVideo();
    expect((await patch(id, {}, '"2"')).status).toBe(412);
    expect((await patch(id, {}, '"1"')).headers.get('etag')).toBe('"1"');
    const again = await fetch(studio.url + pathOf(id), {
      headers: { cookie: 'auth_token=alice', 'if-none-match': '"1"' },
    });
    expect([again.status, (await again.json()).id]).toEqual([200, id]);
  });

  it('of one that saves at the same time lets exactly one through', async () => {
    const { id } = await addVideo();
    const saves = await Promise.all(Array.from({ length: 8 }, (_, at) => patch(id, { title: `Tab ${at}` }, '"1"')));
    expect(saves.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)]);
  });
});

describe('the trash', () => {
  const trash = (id: string) => call(pathOf(id), { method: 'DELETE' });

  it('takes a video out of the list, keeps it whole, and gives it back', async () => {
    const { id } = await addVideo();
    expect([(await trash(id)).status, (await trash(id)).status]).toEqual([204, 204]);
    expect(await idsIn()).not.toContain(id);
    expect(await idsIn('state=trashed')).toContain(id);
    const { trash: kept } = await videoOf(id);
    expect(Date.parse(kept?.until ?? '') - Date.parse(kept?.since ?? '')).toBe(TRASH_KEEP_SECONDS * 1_000);
    expect((await problemOf(await patch(id, { title: 'x' }))).code).toBe('conflict');
    expect((await call(`${pathOf(id)}/retry`, { method: 'POST' })).status).toBe(404);
    const restored = await call(`${pathOf(id)}/restore`, { method: 'POST' });
    expect([restored.status, (await restored.json()).trash]).toEqual([200, undefined]);
    expect((await call(`${pathOf(id)}/restore`, { method: 'POST' })).status).toBe(200);
    expect(await idsIn()).toContain(id);
  });

  it('waits for no worker', async () => {
    const { id } = await addVideo();
    const waiting = () => database.db.selectFrom('waiting_videos').where('video_id', '=', id).selectAll().execute();
    expect(await waiting()).toHaveLength(1);
    await trash(id);
    expect(await waiting()).toHaveLength(0);
  });

  it('is emptied after its time, and nothing is left behind', async () => {
    const [old, young] = [await addVideo(), await addVideo()];
    await Promise.all([trash(old.id), trash(young.id)]);
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
    const { db } = database;
    await db
      .updateTable('videos')
      .set({ trashed_at: ago(TRASH_KEEP_SECONDS - 60) })
      .where('id', '=', young.id)
      .execute();
    await db
      .updateTable('videos')
      .set({ trashed_at: ago(TRASH_KEEP_SECONDS + 1) })
      .where('id', '=', old.id)
      .execute();
    const rows = () => db.selectFrom('videos').select('id').where('id', 'in', [old.id, young.id]).execute();
    await eventually(async () => expect(await rows()).toEqual([{ id: young.id }]));
    expect((await call(pathOf(old.id))).status).toBe(404);
    expect((await call(pathOf(young.id))).status).toBe(200);
  });

  it('is passed by who says so, before and after', async () => {
    for (const first of ['no', 'yes']) {
      const { id } = await addVideo();
      if (first === 'yes') await trash(id);
      expect((await call(`${pathOf(id)}?permanently=true`, { method: 'DELETE' })).status).toBe(204);
      expect((await call(pathOf(id))).status).toBe(404);
      expect((await call(`${pathOf(id)}/restore`, { method: 'POST' })).status).toBe(404);
    }
  });

  it('is nothing for an upload that still runs', async () => {
    const { id } = await addVideo();
    await database.db
      .updateTable('videos')
      .set({ state: 'uploading', heartbeat_at: new Date() })
      .where('id', '=', id)
      .execute();
    expect((await trash(id)).status).toBe(204);
    expect((await call(pathOf(id))).status).toBe(404);
  });

  it('counts in what is stored until it is gone', async () => {
    const before = (await (await call('/api/v1/studio/storage')).json()) as StudioStorage;
    const { id } = await addVideo();
    await trash(id);
    const after = (await (await call('/api/v1/studio/storage')).json()) as StudioStorage;
    expect(after.trash.storedBytes - before.trash.storedBytes).toBe(2_000);
  });
});

describe('many at once', () => {
  it('tells of each what became of it', async () => {
    const [one, two] = [await addVideo(), await addVideo()];
    const nobody = randomUUID();
    await patch(two.id, { tags: Array.from({ length: TAGS_MAX }, (_, at) => `t${at}`) });
    const response = await bulk({ action: 'tags', ids: [one.id, two.id, nobody, one.id], add: ['New', 'b'] });
    expect(response.status).toBe(200);
    expect((await response.json()).outcomes).toEqual([
      { id: one.id, ok: true },
      { id: two.id, ok: false, code: 'invalid-fields', detail: expect.stringContaining('at most 20 tags') },
      { id: nobody, ok: false, code: 'not-found', detail: expect.any(String) },
    ]);
    expect(await videoOf(one.id)).toMatchObject({ tags: ['new', 'b'], version: 2 });
    await bulk({ action: 'tags', ids: [one.id], add: ['c'], remove: ['NEW'] });
    expect((await videoOf(one.id)).tags).toEqual(['b', 'c']);
  });

  it('changes who can watch, deletes, restores, deletes for good', async () => {
    const ids = [(await addVideo()).id, (await addVideo()).id];
    await bulk({ action: 'visibility', ids, visibility: 'unlisted' });
    expect((await videoOf(ids[1] ?? '')).visibility).toBe('unlisted');
    await bulk({ action: 'trash', ids });
    expect(await idsIn('state=trashed')).toEqual(expect.arrayContaining(ids));
    await bulk({ action: 'restore', ids });
    expect(await idsIn()).toEqual(expect.arrayContaining(ids));
    await bulk({ action: 'delete', ids });
    expect((await call(pathOf(ids[0] ?? ''))).status).toBe(404);
  });

  it('leaves those of others alone', async () => {
    const { id } = await addVideo();
    const { outcomes } = await (await bulk({ action: 'delete', ids: [id] }, 'bob')).json();
    expect(outcomes).toEqual([{ id, ok: false, code: 'not-found', detail: expect.any(String) }]);
    expect((await call(pathOf(id))).status).toBe(200);
  });

  const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
  it.each([
    ['no video', { action: 'trash', ids: [] }],
    ['too many', { action: 'trash', ids: ids(BULK_MAX_VIDEOS + 1) }],
    ['no ids', { action: 'trash', ids: ['x'] }],
    ['another action', { action: 'explode', ids: ids(1) }],
    ['an action without its value', { action: 'visibility', ids: ids(1) }],
    ['no tag', { action: 'tags', ids: ids(1) }],
    ['wrong tags', { action: 'tags', ids: ids(1), add: ['x'.repeat(TAG_MAX_CHARS + 1)] }],
    ['nothing', undefined],
  ])('is refused with %s', async (_what, json) => {
    expect((await bulk(json ?? {})).status).toBe(422);
  });

  it('takes as many as may be', async () => {
    const response = await bulk({ action: 'trash', ids: ids(BULK_MAX_VIDEOS) });
    expect((await response.json()).outcomes).toHaveLength(BULK_MAX_VIDEOS);
  });
});
