import { randomUUID } from 'node:crypto';
import type { FailureCode } from '@kinora/contracts';
import { createTestDatabase, eventually, type TestDatabase } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StudioVideo } from '../web/props.js';
import { problemOf, type Studio, startStudio } from './testing/studio.js';

const KEEP_SECONDS = 3_600;

let database: TestDatabase;
let studio: Studio;

beforeAll(async () => {
  database = await createTestDatabase();
  studio = await startStudio({
    database: database.config,
    redisUrl: 'redis://127.0.0.1:1',
    fileServiceUrl: 'http://127.0.0.1:1',
    limits: { FAILED_SOURCE_KEEP_SECONDS: KEEP_SECONDS, QUEUE_ADD_TIMEOUT_MS: 50, JANITOR_PERIOD_MS: 3_600_000 },
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

async function addVideo({ queuedAt = 1, state = 'queued' as 'queued' | 'failed' } = {}) {
  const id = randomUUID();
  const at = new Date(Date.UTC(2026, 0, 1, 0, queuedAt));
  await database.db
    .insertInto('videos')
    .values({
      ...{ id, owner_id: 'alice', video_name: 'A film', description: '', visibility: 'private', state },
      ...{ video_path: `source/${id}`, file_name: 'film.mp4', size_bytes: 7 },
      ...{ heartbeat_at: at, created_at: at, queued_at: at },
    })
    .execute();
  return id;
}

/** A conversion at which a worker is, unless told otherwise. */
async function convert(id: string, { isHeld = true, playable = false } = {}) {
  const lease = isHeld ? sql<Date>`NOW(3) + INTERVAL 60 SECOND` : null;
  const progress = {
    progress: 40,
    speed: 3.0614,
    seconds_left: 61.7,
    reasons: JSON.stringify(['because', 'so it is']),
  };
  await database.db
    .insertInto('transcodes')
    .values({
      video_id: id,
      state: 'processing',
      attempt: 1,
      playable,
      started_at: new Date(),
      lease_until: lease,
      ...progress,
    })
    .execute();
}

async function fail(id: string, code: FailureCode, agoSeconds = 0) {
  await convert(id);
  await database.db
    .updateTable('transcodes')
    .set({ state: 'failed', failure_code: code, failure_detail: 'why', failure_log: 'ffmpeg: /scratch/secret' })
    .set({ lease_until: null, finished_at: sql<Date>`NOW(3) - INTERVAL ${agoSeconds} SECOND` })
    .where('video_id', '=', id)
    .execute();
}

const call = (path: string, method = 'GET', as = 'alice') =>
  fetch(`${studio.url}/api/v1/studio/videos/${path}`, { method, headers: { cookie: `auth_token=${as}` } });
const get = async (id: string) => (await (await call(id)).json()) as StudioVideo;
const retry = (id: string, as?: string) => call(`${id}/retry`, 'POST', as);

describe('the conversion of a video', () => {
  it('is told with its reasons, speed and renditions, the largest picture first', async () => {
    const id = await addVideo();
    await convert(id);
    const common = { video_id: id, frame_rate: 25, progress: 40 };
    const none = {
      codecs: null,
      bandwidth_bps: null,
      average_bandwidth_bps: null,
      size_bytes: null,
      segment_count: null,
    };
    const made = { codecs: 'avc1', bandwidth_bps: 9, average_bandwidth_bps: 7, size_bytes: 8, segment_count: 2 };
    await database.db
      .insertInto('renditions')
      .values([
        {
          ...common,
          name: 'audio',
          kind: 'audio',
          label: 'English',
          width: null,
          height: null,
          state: 'waiting',
          reason: 'a',
          ...none,
        },
        {
          ...common,
          name: 'v240',
          kind: 'video',
          label: null,
          width: 426,
          height: 240,
          state: 'encoding',
          reason: 'b',
          ...none,
        },
        {
          ...common,
          name: 'source',
          kind: 'video',
          label: null,
          width: 1280,
          height: 720,
          state: 'done',
          reason: 'c',
          ...made,
          progress: 100,
        },
      ])
      .execute();
    const { conversion } = await get(id);
    expect(conversion).toEqual({
      reasons: ['because', 'so it is'],
      ...{ speed: 3.1, secondsLeft: 62, queuePosition: null, canRetry: false },
      renditions: [
        {
          name: 'source',
          kind: 'video',
          label: null,
          width: 1280,
          height: 720,
          state: 'done',
          progress: 100,
          reason: 'c',
          bitrateBps: 7,
          sizeBytes: 8,
        },
        {
          name: 'v240',
          kind: 'video',
          label: null,
          width: 426,
          height: 240,
          state: 'encoding',
          progress: 40,
          reason: 'b',
          bitrateBps: null,
          sizeBytes: null,
        },
        {
          name: 'audio',
          kind: 'audio',
          label: 'English',
          width: null,
          height: null,
          state: 'waiting',
          progress: 40,
          reason: 'a',
          bitrateBps: null,
          sizeBytes: null,
        },
      ],
    });
  });

  it('has no speed and no time left while no worker is at it', async () => {
    const id = await addVideo();
    await convert(id, { isHeld: false, playable: true });
    const about = { video_id: id, name: 'v240', kind: 'video' as const, width: 426, height: 240 };
    await database.db
      .insertInto('renditions')
      .values({ ...about, state: 'encoding', progress: 40, reason: 'b' })
      .execute();
    expect((await get(id)).conversion.renditions).toMatchObject([{ state: 'waiting', progress: 40 }]);
    const waiting = { speed: null, secondsLeft: null, queuePosition: 1 };
    await eventually(async () => expect(await get(id)).toMatchObject({ state: 'processing', conversion: waiting }));
  });

  it('tells its place in the queue', async () => {
    const first = await addVideo({ queuedAt: 1 });
    const givenBack = await addVideo({ queuedAt: 3 });
    await convert(givenBack, { isHeld: false });
    const last = await addVideo({ queuedAt: 4 });
    const held = await addVideo({ queuedAt: 0 });
    await convert(held);
    const again = await addVideo({ queuedAt: 2 });
    await fail(again, 'transcode-failed');
    const position = async (id: string) => (await get(id)).conversion.queuePosition;
    const positions = () => Promise.all([first, givenBack, last, held, again].map(position));
    await eventually(async () => expect(await positions()).toEqual([1, 2, 3, null, null]));
    await retry(again);
    await eventually(async () => expect(await positions()).toEqual([1, 3, 4, null, 2]));
    const list = (await (await call('')).json()) as { videos: StudioVideo[] };
    expect(list.videos.find(({ id }) => id === last)?.conversion.queuePosition).toBe(4);
  });
});

describe('a failed video', () => {
  it('is converted again when its owner asks, however often', async () => {
    const id = await addVideo();
    await fail(id, 'transcode-failed', 10 * KEEP_SECONDS);
    expect(await get(id)).toMatchObject({
      state: 'failed',
      failure: { detail: 'why' },
      conversion: { canRetry: true },
    });
    const answers = await Promise.all([retry(id), retry(id)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const video = (await answers[0]?.json()) as StudioVideo;
    expect(video).toMatchObject({ state: 'queued', progress: 0, conversion: { canRetry: false } });
    await eventually(async () => expect((await get(id)).conversion.queuePosition).toBe(1));
    expect(video.failure).toBeUndefined();
    expect(video.conversion.reasons).toEqual([]);
    await database.db
      .updateTable('transcodes')
      .set({ state: 'processing', attempt: 2 })
      .where('video_id', '=', id)
      .execute();
    expect((await retry(id)).status).toBe(202);
  });

  it.each<[FailureCode, number, string | null]>([
    ['unreadable', KEEP_SECONDS - 60, null],
    ['unreadable', KEEP_SECONDS + 1, 'source-gone'],
    ['worker-lost', KEEP_SECONDS + 1, null],
  ])('with %s %i s ago is refused with %s', async (code, agoSeconds, refusedWith) => {
    const id = await addVideo();
    await fail(id, code, agoSeconds);
    expect((await get(id)).conversion.canRetry).toBe(refusedWith === null);
    const answer = await retry(id);
    expect([answer.status, (await problemOf(answer)).code]).toEqual(
      refusedWith ? [409, refusedWith] : [202, undefined],
    );
  });

  it('whose upload failed, or whose file was removed, has nothing to be converted', async () => {
    const upload = await addVideo({ state: 'failed' });
    const removed = await addVideo();
    await fail(removed, 'transcode-failed');
    await database.db.updateTable('videos').set({ source_removed_at: new Date() }).where('id', '=', removed).execute();
    for (const id of [upload, removed]) {
      expect((await get(id)).conversion.canRetry).toBe(false);
      expect((await problemOf(await retry(id))).code).toBe('source-gone');
    }
  });

  it('never shows what ffmpeg said', async () => {
    const id = await addVideo();
    await fail(id, 'transcode-failed');
    expect(JSON.stringify(await get(id))).not.toContain('secret');
  });

  it('is nobody else’s to try again, and a video that did not fail is nobody’s', async () => {
    const [failed, waiting, ready] = [await addVideo(), await addVideo(), await addVideo()];
    await fail(failed, 'transcode-failed');
    await convert(ready);
    await database.db
      .updateTable('transcodes')
      .set({ state: 'ready', attempt: 2 })
      .where('video_id', '=', ready)
      .execute();
    await database.db.updateTable('videos').set({ retry_of_attempt: 1 }).where('id', '=', ready).execute();
    expect((await retry(failed, 'bob')).status).toBe(404);
    expect((await get(failed)).state).toBe('failed');
    for (const id of [waiting, ready]) {
      const answer = await retry(id);
      expect([answer.status, (await problemOf(answer)).code]).toEqual([409, 'not-failed']);
    }
  });
});
