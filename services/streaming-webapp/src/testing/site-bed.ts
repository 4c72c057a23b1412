import { randomUUID } from 'node:crypto';
import type { VideoPage, Visibility } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { createMetrics, type RunningServer, serve } from '@kinora/service-kit';
import { createTestDatabase, silentLog, type TestDatabase } from '@kinora/testing';
import { createPageRenderer } from '@kinora/ui/server';
import { type AppDeps, buildApp } from '../app.js';

export const SECRET = 'test-playback-key-0123456789abcdef';

const noFiles: AppDeps['files'] = { getText: () => Promise.reject(new Error('nothing here is stored')) };

/** Serves what viewers see. The login token is the name of the account. */
export function startSite(db: Database, files = noFiles): Promise<RunningServer> {
  const app = buildApp({
    config: { PLAYBACK_SECRET: SECRET, CAPTION_CACHE_MAX_BYTES: 1_000 },
    ...{ log: silentLog, metrics: createMetrics('test'), db, files },
    verifyToken: async (token) => ({ sub: token, name: token }),
    renderer: createPageRenderer({ webDir: '/none', base: '/assets/', devServerUrl: 'http://localhost:1' }),
  });
  return serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
}

interface Example {
  owner?: string;
  visibility?: Visibility;
  playable?: boolean;
  title?: string;
  minute?: number;
  id?: string;
  state?: 'processing' | 'failed';
}

async function addVideo({ db }: TestDatabase, example: Example): Promise<string> {
  const { owner = 'alice', visibility = 'public', playable = true, title = 'A film', minute = 0 } = example;
  const id = example.id ?? randomUUID();
  const at = new Date(Date.UTC(2026, 0, 1, 12, minute));
  const video = { id, owner_id: owner, video_name: title, description: 'About it', visibility, created_at: at };
  const upload = { video_path: `source/${id}`, file_name: 'film.mp4', state: 'queued' as const, heartbeat_at: at };
  await db
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
  await db
    .insertInto('transcodes')
    .values({ video_id: id, ...work, ...pictures, playable, duration_seconds: 12.499999999 })
    .execute();
  return id;
}

/** The site over a database of its own, asked as a viewer asks. */
export async function startSiteBed() {
  const database = await createTestDatabase();
  const server = await startSite(database.db);
  const origin = `http://127.0.0.1:${server.port}`;
  const get = (path: string, { as, accept = 'application/json' }: { as?: string; accept?: string } = {}) =>
    fetch(origin + path, {
      redirect: 'manual',
      headers: { accept, ...(as ? { cookie: `auth_token=${as}` } : {}) },
    });
  const list = async (query = '', as?: string): Promise<VideoPage> => {
    const response = await get(`/api/v1/catalog/videos${query}`, as ? { as } : {});
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as VideoPage;
  };
  return {
    ...{ database, origin, get, list },
    page: (path: string, as?: string) => get(path, { accept: 'text/html', ...(as ? { as } : {}) }),
    titles: async (query: string, as?: string) => (await list(query, as)).videos.map((video) => video.title),
    addVideo: (example: Example = {}) => addVideo(database, example),
    async empty() {
      await database.db.deleteFrom('transcodes').execute();
      await database.db.deleteFrom('videos').execute();
    },
    async stop() {
      await server.close();
      await database.drop();
    },
  };
}

export type SiteBed = Awaited<ReturnType<typeof startSiteBed>>;
