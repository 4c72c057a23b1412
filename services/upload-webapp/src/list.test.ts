import { randomUUID } from 'node:crypto';
import type { VideoPage, Visibility } from '@kinora/contracts';
import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StudioStorage, StudioVideo } from '../web/props.js';
import { problemOf, type Studio, startStudio } from './testing/studio.js';

let database: TestDatabase;
let studio: Studio;

beforeAll(async () => {
  database = await createTestDatabase();
  const nowhere = { redisUrl: 'redis://127.0.0.1:1', fileServiceUrl: 'http://127.0.0.1:1' };
  studio = await startStudio({ database: database.config, ...nowhere });
});

afterAll(async () => {
  await studio?.stop();
  await database?.drop();
});

beforeEach(async () => {
  await database.db.deleteFrom('transcodes').execute();
  await database.db.deleteFrom('videos').execute();
});

interface Example {
  title?: string;
  description?: string;
  tags?: string[];
  owner?: string;
  visibility?: Visibility;
  minute?: number;
  sizeBytes?: number | null;
  /** Of the upload, or of the conversion once that began. */
  state?: 'uploading' | 'queued' | 'processing' | 'ready' | 'failed';
  durationSeconds?: number;
  renditionBytes?: number[];
  trashed?: boolean;
}

async function addTranscode(id: string, state: 'processing' | 'ready' | 'failed', example: Example): Promise<void> {
  await database.db
    .insertInto('transcodes')
    .values({ video_id: id, state, attempt: 1, playable: false, started_at: new Date() })
    .execute();
  await database.db
    .updateTable('transcodes')
    .set({ duration_seconds: example.durationSeconds ?? null })
    .where('video_id', '=', id)
    .execute();
  const common = { video_id: id, kind: 'video' as const, state: 'done' as const, progress: 100, reason: '' };
  for (const [at, size_bytes] of (example.renditionBytes ?? []).entries())
    await database.db
      .insertInto('renditions')
      .values({ ...common, name: `v${at}`, size_bytes })
      .execute();
}

async function addVideo(example: Example): Promise<string> {
  const { title = 'A film', description = '', tags = [], owner = 'alice', visibility = 'private' } = example;
  const { minute = 0, sizeBytes = 7, state = 'queued', trashed = false } = example;
  const id = randomUUID();
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute));
  const transcode = state === 'processing' || state === 'ready' || state === 'failed' ? state : undefined;
  await database.db
    .insertInto('videos')
    .values({
      ...{
        id,
        owner_id: owner,
        video_name: title,
        description,
        tags: tags.join('\n'),
        visibility,
        file_name: 'film.mp4',
      },
      ...{ video_path: `source/${id}`, size_bytes: sizeBytes, state: state === 'uploading' ? state : 'queued' },
      ...{ heartbeat_at: at, created_at: at, queued_at: at, trashed_at: trashed ? at : null },
    })
    .execute();
  if (transcode) await addTranscode(id, transcode, example);
  return id;
}

const call = (path: string) => fetch(`${studio.url}${path}`, { headers: { cookie: 'auth_token=alice' } });

async function page(search: string): Promise<VideoPage<StudioVideo>> {
  const response = await call(`/api/v1/studio/videos?${search}`);
  expect(response.status).toBe(200);
  return (await response.json()) as VideoPage<StudioVideo>;
}

const titles = async (search: string): Promise<string[]> => (await page(search)).videos.map(({ title }) => title);

describe('the order', () => {
  beforeEach(async () => {
    await addVideo({ title: 'banana', minute: 1, sizeBytes: 50, state: 'ready', durationSeconds: 9.5 });
    await addVideo({
      title: 'Apple',
      minute: 3,
      sizeBytes: 10,
      state: 'ready',
      durationSeconds: 90,
      renditionBytes: [30, 30],
    });
    await addVideo({ title: 'cherry', minute: 2, sizeBytes: null, state: 'uploading' });
  });

  it.each([
    ['', 'Apple cherry banana'],
    ['newest', 'Apple cherry banana'],
    ['oldest', 'banana cherry Apple'],
    ['title', 'Apple banana cherry'],
    ['largest', 'Apple banana cherry'],
    ['longest', 'Apple banana cherry'],
  ])('%s, on one page and on pages of one video', async (sort, expected) => {
    const search = sort ? `sort=${sort}` : '';
    expect((await titles(search)).join(' ')).toBe(expected);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { videos, nextCursor }: VideoPage = await page(`${search}&limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...videos.map(({ title }) => title));
      cursor = nextCursor;
    }
    expect(seen.join(' ')).toBe(expected);
  });

  it('of equals is always the same, and no page misses one', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => addVideo({ title: 'Équal', minute: 9 })));
    for (const sort of ['newest', 'oldest', 'title', 'largest', 'longest']) {
      const first = await page(`q=equal&sort=${sort}&limit=2`);
      const second = await page(`q=equal&sort=${sort}&limit=2&cursor=${first.nextCursor}`);
      const third = await page(`q=equal&sort=${sort}&limit=2&cursor=${second.nextCursor}`);
      const ids = [first, second, third].flatMap(({ videos }) => videos.map(({ id }) => id));
      expect(new Set(ids)).toEqual(new Set(all));
      expect([ids.length, third.nextCursor]).toEqual([all.length, null]);
    }
  });

  it('a cursor holds for the order that gave it out alone', async () => {
    const { nextCursor } = await page('sort=title&limit=1');
    const response = await call(`/api/v1/studio/videos?sort=newest&cursor=${nextCursor}`);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors).toEqual([expect.objectContaining({ field: 'cursor' })]);
  });
});

describe('the search', () => {
  beforeEach(async () => {
    await addVideo({ title: 'Café Crème', description: 'A walk by the harbour', tags: ['summer', '100%'] });
    await addVideo({ title: 'Harbour at night' });
    await addVideo({ title: 'Of Bob', owner: 'bob', description: 'harbour' });
  });

  it.each([
    ['cafe', ['Café Crème']],
    ['HARBOUR', ['Café Crème', 'Harbour at night']],
    ['walk crème', ['Café Crème']],
    ['summer', ['Café Crème']],
    ['100%', ['Café Crème']],
    ['%', ['Café Crème']],
    ['_', []],
    ['night walk', []],
  ])('%s', async (words, expected) => {
    expect(await titles(`q=${encodeURIComponent(words)}&sort=title`)).toEqual(expected);
  });

  it('takes 100 characters and no more', async () => {
    expect((await call(`/api/v1/studio/videos?q=${'x'.repeat(100)}`)).status).toBe(200);
    expect((await call(`/api/v1/studio/videos?q=${'x'.repeat(101)}`)).status).toBe(422);
  });
});

describe('the filters', () => {
  it('show one state, as the video itself tells it', async () => {
    for (const state of ['uploading', 'queued', 'processing', 'ready', 'failed'] as const)
      await addVideo({ title: state, state });
    const again = await addVideo({ title: 'again', state: 'failed' });
    await database.db.updateTable('videos').set({ retry_of_attempt: 1 }).where('id', '=', again).execute();
    for (const state of ['uploading', 'processing', 'ready', 'failed']) {
      const { videos } = await page(`state=${state}`);
      expect(videos.map((video) => [video.title, video.state])).toEqual([[state, state]]);
    }
    expect(await titles('state=queued&sort=title')).toEqual(['again', 'queued']);
  });

  it('show one visibility, and both together', async () => {
    await addVideo({ title: 'one', visibility: 'public', state: 'ready' });
    await addVideo({ title: 'two', visibility: 'public' });
    await addVideo({ title: 'three', visibility: 'unlisted', state: 'ready' });
    expect(await titles('visibility=public&sort=title')).toEqual(['one', 'two']);
    expect(await titles('visibility=public&state=ready')).toEqual(['one']);
    expect(await titles('visibility=&state=&q=&sort=title')).toHaveLength(3);
  });

  it.each(['state=gone', 'visibility=all', 'sort=best', 'q=a&q=b'])('refuse ?%s', async (search) => {
    expect((await call(`/api/v1/studio/videos?${search}`)).status).toBe(422);
  });
});

describe('the storage', () => {
  const storage = async () => (await (await call('/api/v1/studio/storage')).json()) as StudioStorage;

  it('is the file and its renditions, for each video and in all', async () => {
    await addVideo({ title: 'one', sizeBytes: 100, state: 'ready', renditionBytes: [40, 2] });
    await addVideo({ title: 'two', sizeBytes: 1_000, state: 'failed', renditionBytes: [7] });
    await addVideo({ sizeBytes: 5, owner: 'bob' });
    await addVideo({ sizeBytes: 3, trashed: true });
    expect((await page('sort=title')).videos.map(({ storedBytes }) => storedBytes)).toEqual([142, 1_000]);
    expect(await storage()).toEqual({ videos: 2, storedBytes: 1_142, trash: { videos: 1, storedBytes: 3 } });
  });

  it('follows every change of the rows that it is made of', async () => {
    const id = await addVideo({ sizeBytes: 100, state: 'ready', renditionBytes: [40, 2] });
    const { db } = database;
    const stored = async () => (await storage()).storedBytes;
    await db.updateTable('renditions').set({ size_bytes: 50 }).where('name', '=', 'v0').execute();
    expect(await stored()).toBe(152);
    await db.deleteFrom('renditions').where('name', '=', 'v1').execute();
    expect(await stored()).toBe(150);
    await db.updateTable('videos').set({ source_removed_at: new Date() }).where('id', '=', id).execute();
    expect(await stored()).toBe(50);
    await db.deleteFrom('transcodes').where('video_id', '=', id).execute();
    expect(await stored()).toBe(0);
    await db.updateTable('videos').set({ deleted_at: new Date() }).where('id', '=', id).execute();
    expect(await storage()).toMatchObject({ videos: 0 });
  });
});
