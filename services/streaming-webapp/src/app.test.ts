import { randomUUID } from 'node:crypto';
import type { Video, VideoPage, Visibility } from '@kinora/contracts';
import { connectDatabase, type Database } from '@kinora/database';
import {
  createMetrics,
  PLAYBACK_TTL_SECONDS,
  type RunningServer,
  serve,
  verifyPlaybackToken,
} from '@kinora/service-kit';
import { createTestDatabase, silentLog, type TestDatabase } from '@kinora/testing';
import { createPageRenderer } from '@kinora/ui/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildApp } from './app.js';

const SECRET = 'test-playback-key-0123456789abcdef';
let database: TestDatabase;
let server: RunningServer;

/** The login token is the name of the account. */
function start(db: Database): Promise<RunningServer> {
  const app = buildApp({
    config: { PLAYBACK_SECRET: SECRET, CAPTION_CACHE_MAX_BYTES: 1_000 },
    log: silentLog,
    metrics: createMetrics('test'),
    db,
    files: { getText: () => Promise.reject(new Error('nothing here is stored')) },
    verifyToken: async (token) => ({ sub: token, name: token }),
    renderer: createPageRenderer({ webDir: '/none', base: '/assets/', devServerUrl: 'http://localhost:1' }),
  });
  return serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
}

beforeAll(async () => {
  database = await createTestDatabase();
  server = await start(database.db);
});

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

beforeEach(async () => {
  await database.db.deleteFrom('transcodes').execute();
  await database.db.deleteFrom('videos').execute();
});

interface Example {
  owner?: string;
  visibility?: Visibility;
  playable?: boolean;
  title?: string;
  minute?: number;
  id?: string;
  state?: 'processing' | 'failed';
}

async function addVideo(example: Example = {}): Promise<string> {
  const { owner = 'alice', visibility = 'public', playable = true, title = 'A film', minute = 0 } = example;
  const id = example.id ?? randomUUID();
  const at = new Date(Date.UTC(2026, 0, 1, 12, minute));
  const video = { id, owner_id: owner, video_name: title, description: 'About it', visibility, created_at: at };
  const upload = { video_path: `source/${id}`, file_name: 'film.mp4', state: 'queued' as const, heartbeat_at: at };
  await database.db
    .insertInto('videos')
    .values({ ...video, ...upload })
    .execute();
  const { state = 'processing' } = example;
  const work = { state, attempt: 1, started_at: at, hls_path: `hls/${id}/1/main.m3u8` };
  const pictures = {
    poster_path: `hls/${id}/1/pictures/poster.jpg`,
    thumbnail_path: `hls/${id}/1/pictures/poster-small.jpg`,
    storyboard_path: `hls/${id}/1/pictures/storyboard.vtt`,
  };
  await database.db
    .insertInto('transcodes')
    .values({ video_id: id, ...work, ...pictures, playable, duration_seconds: 12.499999999 })
    .execute();
  return id;
}

const get = (path: string, { as, accept = 'application/json' }: { as?: string; accept?: string } = {}) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, {
    redirect: 'manual',
    headers: { accept, ...(as ? { cookie: `auth_token=${as}` } : {}) },
  });
const page = (path: string, as?: string) => get(path, { accept: 'text/html', ...(as ? { as } : {}) });

async function list(query = '', as?: string): Promise<VideoPage> {
  const response = await get(`/api/v1/catalog/videos${query}`, as ? { as } : {});
  expect(response.status).toBe(200);
  return (await response.json()) as VideoPage;
}
const titles = async (query: string, as?: string) => (await list(query, as)).videos.map((video) => video.title);

describe('an address', () => {
  it.each(['/', '/watch/1', '/embed/1', '/api/v1/catalog/videos', '/api/v1/catalog/videos/1'])(
    '%s is only read',
    async (path) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    },
  );
});

describe('the catalogue', () => {
  it('lists what is public and the own, once it plays, newest first', async () => {
    await addVideo({ title: 'public', minute: 1 });
    await addVideo({ title: 'public later', minute: 4 });
    await addVideo({ title: 'unlisted', visibility: 'unlisted', minute: 2 });
    await addVideo({ title: 'private', visibility: 'private', minute: 3 });
    await addVideo({ title: 'not yet', playable: false, minute: 5 });
    const forAll = ['public later', 'public'];
    expect(await titles('')).toEqual(forAll);
    expect(await titles('', 'bob')).toEqual(forAll);
    expect(await titles('', 'alice')).toEqual(['public later', 'private', 'unlisted', 'public']);
  });

  it('turns pages without a gap or a repetition, also among videos of one moment and when one is added', async () => {
    for (let nth = 0; nth < 7; nth++) await addVideo({ title: `film ${nth}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { videos, nextCursor }: VideoPage = await list(`?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...videos.map((video) => video.id));
      if (seen.length === 3) await addVideo({ title: 'new', minute: 9 });
      cursor = nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  it('has no next page when the last one is full', async () => {
    await addVideo();
    expect((await list('?limit=1')).nextCursor).toBeNull();
  });

  it('finds a part of a title, whatever its case and accents, and takes wildcards literally', async () => {
    await addVideo({ title: 'Crème Brûlée' });
    await addVideo({ title: '100% wild_card!' });
    expect(await titles(`?q=${encodeURIComponent('BRULEE')}`)).toEqual(['Crème Brûlée']);
    for (const found of ['100%', 'd_c', '%', '_', '!']) {
      expect(await titles(`?q=${encodeURIComponent(found)}`)).toEqual(['100% wild_card!']);
    }
    expect(await titles(`?q=${encodeURIComponent("' OR 1=1 -- ")}`)).toEqual([]);
  });

  it.each([
    'cursor=x',
    'cursor=!',
    `cursor=${btoa('1.x')}`,
    'limit=0',
    'limit=51',
    'limit=x',
    `q=${'x'.repeat(101)}`,
    'q=a&q=b',
  ])('refuses ?%s with 422', async (query) => {
    const response = await get(`/api/v1/catalog/videos?${query}`);
    expect(response.status).toBe(422);
    const [field] = query.split('=');
    expect(await response.json()).toMatchObject({ code: 'invalid-fields', errors: [{ field }] });
  });

  it('takes the longest search and the largest page', async () => {
    expect(await titles(`?limit=50&q=${'x'.repeat(100)}`)).toEqual([]);
  });

  it('renders as a page, with the text of others escaped', async () => {
    await addVideo({ title: '<script>alert(1)</script>' });
    const response = await page('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).not.toContain('<script>alert');
  });
});

describe('one video', () => {
  it('comes with an address that plays this video and no other', async () => {
    const id = await addVideo({ visibility: 'unlisted' });
    const response = await get(`/api/v1/catalog/videos/${id}`);
    const video = (await response.json()) as Video;
    expect(video).toMatchObject({ id, title: 'A film', playable: true, durationSeconds: 12.5 });
    expect(video).not.toHaveProperty('conversion');
    const [, token = '', rest] = /^\/media\/([^/]+)\/(.*)$/.exec(video.playbackUrl ?? '') ?? [];
    expect(rest).toBe(`${id}/1/main.m3u8`);
    expect(verifyPlaybackToken(token, SECRET).sub).toBe(id);
  });

  it('hides a private video from others and sends strangers to the login', async () => {
    const id = await addVideo({ visibility: 'private' });
    expect((await get(`/api/v1/catalog/videos/${id}`)).status).toBe(401);
    expect((await get(`/api/v1/catalog/videos/${id}`, { as: 'bob' })).status).toBe(404);
    expect((await get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).status).toBe(200);
    const toLogin = await page(`/watch/${id}?t=5`);
    expect(toLogin.status).toBe(303);
    expect(toLogin.headers.get('location')).toBe(`/auth/login?redirect=${encodeURIComponent(`/watch/${id}?t=5`)}`);
    expect((await page(`/watch/${id}`, 'bob')).status).toBe(404);
    expect((await page(`/watch/${id}`, 'alice')).status).toBe(200);
    expect((await page(`/embed/${id}`)).status).toBe(404);
  });

  it('shows one that cannot be played yet to its owner alone, without an address', async () => {
    const id = await addVideo({ playable: false });
    expect((await get(`/api/v1/catalog/videos/${id}`)).status).toBe(404);
    expect((await page(`/watch/${id}`)).status).toBe(404);
    expect((await page(`/watch/${id}`, 'alice')).status).toBe(200);
    const own = (await (await get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).json()) as Video;
    expect(own).toMatchObject({ state: 'processing', playable: false });
    expect(own.playbackUrl).toBeUndefined();
  });

  it('in the trash is there for nobody, its owner neither', async () => {
    const id = await addVideo();
    await database.db.updateTable('videos').set({ trashed_at: new Date() }).where('id', '=', id).execute();
    for (const path of [`/watch/${id}`, `/embed/${id}`]) expect((await page(path, 'alice')).status).toBe(404);
    expect((await get(`/api/v1/catalog/videos/${id}`)).status).toBe(404);
    expect(await titles('')).toEqual([]);
  });

  it('is described in Markdown, of which nothing runs', async () => {
    const id = await addVideo();
    const description = '**Bold** <script>alert(1)</script> [x](javascript:alert(1))';
    await database.db.updateTable('videos').set({ description }).where('id', '=', id).execute();
    const html = await (await page(`/watch/${id}`)).text();
    expect(html).toContain('<strong>Bold</strong> &lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))');
    expect(html).toContain('name="description" content="Bold &lt;script&gt;');
    expect(html).not.toContain('<script>alert');
  });

  describe('with a new file', () => {
    async function replaced(setAsideAgoMs: number): Promise<{ id: string; fileId: string }> {
      const [id, fileId] = [await addVideo(), await addVideo()];
      const set_aside_at = new Date(Date.now() - setAsideAgoMs);
      const { db } = database;
      await db
        .updateTable('videos')
        .set({ replaces: id, taken_over_at: new Date() })
        .where('id', '=', fileId)
        .execute();
      await db.updateTable('videos').set({ served_id: fileId, set_aside_at }).where('id', '=', id).execute();
      return { id, fileId };
    }
    const playing = async (id: string, file = ''): Promise<string> =>
      (await (await get(`/api/v1/catalog/videos/${id}${file && `?file=${file}`}`)).json()).playbackUrl.split('/')[3];

    it('is one video, which plays the new one', async () => {
      const { id, fileId } = await replaced(1_000);
      expect((await list()).videos.map((video) => video.id)).toEqual([id]);
      expect(await playing(id)).toBe(fileId);
      expect((await get(`/api/v1/catalog/videos/${fileId}`)).status).toBe(404);
      expect((await page(`/watch/${fileId}`)).status).toBe(404);
    });

    it('goes on with the former one for those who play that, for as long as their addresses hold', async () => {
      const { id, fileId } = await replaced((PLAYBACK_TTL_SECONDS - 60) * 1_000);
      expect(await playing(id, id)).toBe(id);
      const outlived = await replaced((PLAYBACK_TTL_SECONDS + 60) * 1_000);
      expect(await playing(outlived.id, outlived.id)).toBe(outlived.fileId);
      for (const other of [outlived.id, outlived.fileId, randomUUID(), 'x'])
        expect(await playing(id, other)).toBe(fileId);
      await database.db.updateTable('videos').set({ discarded_at: new Date() }).where('id', '=', id).execute();
      expect(await playing(id, id)).toBe(fileId);
    });
  });

  it('is gone at once when it is deleted', async () => {
    const id = await addVideo();
    await database.db.updateTable('videos').set({ deleted_at: new Date() }).where('id', '=', id).execute();
    expect((await get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).status).toBe(404);
    expect(await titles('', 'alice')).toEqual([]);
  });

  it.each(['nothing', randomUUID(), '%00', 'x%27y'])('answers 404 for the id %s', async (id) => {
    expect((await get(`/api/v1/catalog/videos/${id}`)).status).toBe(404);
    expect((await page(`/watch/${id}`)).status).toBe(404);
  });

  it('tells other sites about itself, and only its bare player may be framed by them', async () => {
    const id = await addVideo({ title: 'A "quoted" film' });
    const watch = await page(`/watch/${id}`);
    const html = await watch.text();
    expect(html).toContain('A &quot;quoted&quot; film');
    expect(html).toContain(`content="http://127.0.0.1:${server.port}/embed/${id}"`);
    expect(watch.headers.get('link')).toBe(`<http://127.0.0.1:${server.port}/watch/${id}>; rel="canonical"`);
    expect(watch.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    const embed = await page(`/embed/${id}`);
    expect(embed.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(embed.headers.get('x-frame-options')).toBeNull();
  });
});

describe('the pictures of a video', () => {
  const opens = (url: string | undefined, id: string, file: string) => {
    const [, token = '', rest] = /^\/media\/([^/]+)\/(.*)$/.exec(url ?? '') ?? [];
    expect(rest).toBe(`${id}/1/pictures/${file}`);
    expect(verifyPlaybackToken(token, SECRET).sub).toBe(id);
  };

  it('come with a token for whoever may see it, in the list too', async () => {
    const id = await addVideo();
    const [listed] = (await list()).videos;
    const one = (await (await get(`/api/v1/catalog/videos/${id}`)).json()) as Video;
    for (const video of [listed, one]) {
      opens(video?.posterUrl, id, 'poster.jpg');
      opens(video?.thumbnailUrl, id, 'poster-small.jpg');
    }
    opens(one.storyboardUrl, id, 'storyboard.vtt');
    expect(listed?.playbackUrl ?? listed?.storyboardUrl).toBeUndefined();
  });

  it('of a private video are for its owner alone', async () => {
    const id = await addVideo({ visibility: 'private' });
    const answers = [await get('/api/v1/catalog/videos'), await get(`/api/v1/catalog/videos/${id}`, { as: 'bob' })];
    for (const answer of answers) expect(await answer.text()).not.toContain('/media/');
    expect((await list('', 'alice')).videos[0]?.posterUrl).toContain(`/media/`);
  });

  it('are there before it plays, and gone when it failed', async () => {
    const id = await addVideo({ playable: false });
    const early = (await (await get(`/api/v1/catalog/videos/${id}`, { as: 'alice' })).json()) as Video;
    opens(early.posterUrl, id, 'poster.jpg');
    expect(early.storyboardUrl).toBeUndefined();
    const failed = await addVideo({ playable: false, state: 'failed' });
    const none = (await (await get(`/api/v1/catalog/videos/${failed}`, { as: 'alice' })).json()) as Video;
    expect(none).toMatchObject({ state: 'failed' });
    expect(none.posterUrl).toBeUndefined();
  });

  it('are shown to other sites when the video is public', async () => {
    const image = /<meta property="og:image" content="http:\/\/127\.0\.0\.1:\d+\/media\/[^"]+\/pictures\/poster\.jpg"/;
    expect(await (await page(`/watch/${await addVideo()}`)).text()).toMatch(image);
    const unlisted = await addVideo({ visibility: 'unlisted' });
    expect(await (await page(`/watch/${unlisted}`)).text()).not.toContain('og:image');
  });
});

it('serves robots.txt, and an icon address that costs nothing', async () => {
  expect(await (await get('/robots.txt')).text()).toContain('Disallow: /studio');
  expect((await get('/favicon.ico')).status).toBe(204);
});

it('answers an unknown address with a page or a document, as asked', async () => {
  expect((await page('/nothing')).headers.get('content-type')).toContain('text/html');
  expect((await get('/nothing')).headers.get('content-type')).toContain('application/problem+json');
});

it('answers 503 while the database is away, as a page or a document, and tells nothing of the inside', async () => {
  const db = connectDatabase({ ...database.config, DB_PORT: 1 });
  const lonely = await start(db);
  for (const [accept, type] of [
    ['text/html', 'text/html'],
    ['application/json', 'application/problem+json'],
  ] as const) {
    for (const path of ['/', `/watch/${randomUUID()}`, '/api/v1/catalog/videos']) {
      const response = await fetch(`http://127.0.0.1:${lonely.port}${path}`, { headers: { accept } });
      expect(response.status).toBe(503);
      expect(response.headers.get('content-type')).toContain(type);
      expect(await response.text()).not.toMatch(/ECONN|127\.0\.0\.1|stack/);
    }
  }
  expect((await fetch(`http://127.0.0.1:${lonely.port}/readyz`)).status).toBe(503);
  await lonely.close();
  await db.destroy();
});
