import { randomUUID } from 'node:crypto';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { problemSchema, studioPageSchema } from '@kinora/contracts';
import { createTestDatabase, eventually, type TestDatabase } from '@kinora/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StudioVideo } from '../web/props.js';
import { type Studio, startStudio } from './testing/studio.js';

const POLL_MS = 100;
const NOWHERE = 'redis://127.0.0.1:1';

let database: TestDatabase;
let studio: Studio;

beforeAll(async () => {
  database = await createTestDatabase();
  studio = await startStudio({
    database: database.config,
    redisUrl: NOWHERE,
    fileServiceUrl: 'http://127.0.0.1:1',
    limits: { EVENTS_POLL_MS: POLL_MS, EVENTS_KEEP_ALIVE_MS: 150 },
  });
});

afterAll(async () => {
  await studio?.stop();
  await database?.drop();
});

beforeEach(async () => {
  await database.db.deleteFrom('transcodes').execute();
  await database.db.deleteFrom('videos').execute();
});

async function addVideo({ owner = 'alice', title = 'A film' } = {}): Promise<string> {
  const id = randomUUID();
  const about = { id, owner_id: owner, video_name: title, description: '', visibility: 'private' as const };
  const upload = { video_path: `source/${id}`, file_name: 'film.mp4', size_bytes: 7, state: 'queued' as const };
  const at = new Date(Date.UTC(2026, 0, 1));
  await database.db
    .insertInto('videos')
    .values({ ...about, ...upload, heartbeat_at: at, created_at: at, queued_at: at })
    .execute();
  return id;
}

const startTranscode = (id: string) =>
  database.db
    .insertInto('transcodes')
    .values({ video_id: id, state: 'processing', attempt: 1, playable: false, started_at: new Date() })
    .execute();
const changeTranscode = (
  id: string,
  change: { progress?: number; state?: 'ready' | 'failed'; playable?: boolean; poster_path?: string },
) =>
  database.db
    .updateTable('transcodes')
    .set({ ...change, hls_path: `hls/${id}/1/main.m3u8` })
    .where('video_id', '=', id)
    .execute();

interface CallOptions {
  as?: string | null;
  method?: string;
  json?: unknown;
  accept?: string;
}

const call = (path: string, { as = 'alice', method = 'GET', json, accept = 'application/json' }: CallOptions = {}) =>
  fetch(`${studio.url}${path}`, {
    method,
    redirect: 'manual',
    body: json === undefined ? null : JSON.stringify(json),
    headers: {
      accept,
      ...(as ? { cookie: `auth_token=${as}` } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });

describe('the list', () => {
  it('holds the own videos only, in pages', async () => {
    const own = new Set([await addVideo(), await addVideo(), await addVideo()]);
    await addVideo({ owner: 'bob' });
    const first = await (await call('/api/v1/studio/videos?limit=2')).json();
    const second = await (await call(`/api/v1/studio/videos?limit=2&cursor=${first.nextCursor}`)).json();
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.videos, ...second.videos].map((video: StudioVideo) => video.id))).toEqual(own);
  });

  it('and its problems are what the documents say', async () => {
    const id = await addVideo();
    await startTranscode(id);
    await changeTranscode(id, { progress: 40, playable: true });
    studioPageSchema.parse(await (await call('/api/v1/studio/videos')).json());
    problemSchema.parse(await (await call('/api/v1/studio/videos?limit=0')).json());
  });

  it.each(['cursor=x', 'limit=0', 'limit=51'])('refuses ?%s', async (query) => {
    expect((await call(`/api/v1/studio/videos?${query}`)).status).toBe(422);
  });

  it('is for who is logged in', async () => {
    expect((await call('/api/v1/studio/videos', { as: null })).status).toBe(401);
  });
});

describe('one video', () => {
  it('shows its state, and an address once it plays', async () => {
    const id = await addVideo();
    const path = `/api/v1/studio/videos/${id}`;
    expect(await (await call(path)).json()).toMatchObject({ id, state: 'queued', fileName: 'film.mp4', sizeBytes: 7 });
    await startTranscode(id);
    await changeTranscode(id, { progress: 40, playable: true });
    const playing = await (await call(path)).json();
    expect(playing).toMatchObject({ state: 'processing', playable: true, progress: 40 });
    expect(playing.playbackUrl).toMatch(new RegExp(`^/media/[^/]+/${id}/1/main.m3u8$`));
  });

  it('changes as its owner says', async () => {
    const path = `/api/v1/studio/videos/${await addVideo()}`;
    const changed = await call(path, { method: 'PATCH', json: { title: ' New ', visibility: 'public' } });
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ title: 'New', visibility: 'public', description: '' });
    expect((await call(path, { method: 'PATCH', json: {} })).status).toBe(200);
    expect(await (await call(path)).json()).toMatchObject({ title: 'New' });
  });

  it.each([
    [{ title: ' ' }, 422],
    [{ visibility: 'all' }, 422],
    [{ state: 'ready' }, 422],
    ['{', 400],
    ['x'.repeat(70_000), 413],
  ])('refuses the change %.20j', async (json, status) => {
    const path = `${studio.url}/api/v1/studio/videos/${await addVideo()}`;
    const headers = { 'content-type': 'application/json', cookie: 'auth_token=alice' };
    const body = typeof json === 'string' ? json : JSON.stringify(json);
    const response = await fetch(path, { method: 'PATCH', body, headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('refuses a change that is no JSON', async () => {
    const path = `${studio.url}/api/v1/studio/videos/${await addVideo()}`;
    const headers = { 'content-type': 'text/plain', cookie: 'auth_token=alice' };
    expect((await fetch(path, { method: 'PATCH', body: '{"title":"x"}', headers })).status).toBe(415);
  });

  it('is as good as missing for anybody else', async () => {
    const id = await addVideo();
    for (const path of [`/api/v1/studio/videos/${id}`, `/api/v1/studio/videos/${id}/events`, `/studio/videos/${id}`]) {
      expect((await call(path, { as: 'bob' })).status).toBe(404);
    }
    const path = `/api/v1/studio/videos/${id}`;
    expect((await call(path, { as: 'bob', method: 'DELETE' })).status).toBe(404);
    expect((await call(path, { as: 'bob', method: 'PATCH', json: { title: 'x' } })).status).toBe(404);
    expect(await (await call(path)).json()).toMatchObject({ title: 'A film' });
    expect((await call('/api/v1/studio/videos/nothing')).status).toBe(404);
  });
});

describe('a method that an address does not take', () => {
  it.each([
    ['PUT', '/api/v1/studio/videos', 'GET, HEAD, POST'],
    ['POST', '/api/v1/studio/videos/1', 'GET, HEAD, PATCH, DELETE'],
    ['DELETE', '/api/v1/studio/videos/1/events', 'GET, HEAD'],
    ['GET', '/api/v1/studio/videos/1/retry', 'POST'],
    ['GET', '/api/v1/studio/videos/1/restore', 'POST'],
    ['POST', '/api/v1/studio/storage', 'GET, HEAD'],
    ['PUT', '/api/v1/studio/videos/bulk', 'POST'],
    ['POST', '/studio', 'GET, HEAD'],
    ['PUT', '/studio/videos/1', 'GET, HEAD'],
  ])('%s %s is answered with those that it takes', async (method, path, allow) => {
    const response = await call(path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  });
});

describe('the events of a video', () => {
  interface Stream {
    response: IncomingMessage;
    text(): string;
    closed: Promise<void>;
  }

  const follow = (id: string, as = 'alice') =>
    new Promise<Stream>((resolve, reject) => {
      const headers = { cookie: `auth_token=${as}`, accept: 'text/event-stream' };
      httpGet(`${studio.url}/api/v1/studio/videos/${id}/events`, { headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', () => undefined);
        const closed = new Promise<void>((ended) => response.once('close', ended));
        resolve({ response, text: () => text, closed });
      }).once('error', reject);
    });
  const videosIn = (stream: Stream): StudioVideo[] =>
    [...stream.text().matchAll(/event:video\nid:.*\ndata:(.*)\n/g)].map((match) => JSON.parse(match[1] ?? ''));

  it('tell the present state, each change once, and the end', async () => {
    const id = await addVideo();
    const stream = await follow(id);
    expect(stream.response.headers['content-type']).toContain('text/event-stream');
    await eventually(() => expect(videosIn(stream).map((video) => video.state)).toEqual(['queued']));
    await startTranscode(id);
    await eventually(() => expect(videosIn(stream).at(-1)?.state).toBe('processing'));
    await changeTranscode(id, { progress: 50 });
    await eventually(() => expect(videosIn(stream).at(-1)?.progress).toBe(50));
    await eventually(() => expect(stream.text()).toMatch(/^:\s*$/m));
    await changeTranscode(id, { poster_path: `hls/${id}/1/pictures/poster.jpg` });
    await eventually(() => expect(videosIn(stream).at(-1)?.posterUrl).toContain(`${id}/1/pictures/poster.jpg`));
    await changeTranscode(id, { progress: 100, state: 'ready', playable: true });
    await stream.closed;
    expect(videosIn(stream).map((video) => video.progress)).toEqual([0, 0, 50, 50, 100]);
    expect(videosIn(stream).at(-1)?.playbackUrl).toBeTruthy();
    expect(stream.text()).toContain('event:end');
  });

  it('end at once for a video that is settled', async () => {
    const id = await addVideo();
    await startTranscode(id);
    await changeTranscode(id, { state: 'failed' });
    const stream = await follow(id);
    await stream.closed;
    expect(videosIn(stream)).toHaveLength(1);
    expect(stream.text()).toContain('event:end');
  });

  it('end when the video is deleted, for each who follows', async () => {
    const id = await addVideo();
    const streams = await Promise.all([follow(id), follow(id), follow(id)]);
    await call(`/api/v1/studio/videos/${id}`, { method: 'DELETE' });
    for (const stream of streams) {
      await stream.closed;
      expect(stream.text()).toContain('event:deleted');
    }
  });
});

describe('the pages', () => {
  const html = 'text/html';

  it('send whoever is not logged in to the login and back', async () => {
    const response = await call('/studio?uploaded=1', { as: null, accept: html });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/auth/login?redirect=%2Fstudio%3Fuploaded%3D1');
  });

  it('show the own videos and one of them', async () => {
    const id = await addVideo({ title: 'Mine' });
    await addVideo({ owner: 'bob', title: 'Of Bob' });
    const list = await call(`/studio?uploaded=${id}`, { accept: html });
    expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await list.text();
    expect(text).toContain('Mine');
    expect(text).not.toContain('Of Bob');
    expect(text).toContain(`"uploadedId":"${id}"`);
    const one = await call(`/studio/videos/${id}`, { accept: html });
    expect(one.status).toBe(200);
    expect(await one.text()).toContain('film.mp4');
  });
});
