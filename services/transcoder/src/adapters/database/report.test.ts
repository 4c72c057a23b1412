import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addQueuedVideo } from '../../../test/queued-video.js';
import type { Rendition } from '../../domain/hls/rendition.js';
import type { RenditionProgress } from '../../domain/progress/rendition-board.js';
import type { Claim } from '../../domain/transcode-deps.js';
import { createTranscodeStore, type TranscodeStore } from './transcodes.js';

let database: TestDatabase;
let store: TranscodeStore;
let id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  store = createTranscodeStore({ db: database.db, leaseMs: 60_000, maxLosses: 5 });
});
afterAll(() => database.drop());
beforeEach(async () => {
  id = await addQueuedVideo(database.db);
});

const about = { kind: 'video' as const, sound: null, width: 1280, height: 720, frameRate: 25 };
const made = (name: string): Rendition => ({
  ...{ ...about, name, codecs: 'avc1.640028', initKey: `hls/x/1/${name}/init.mp4`, initSizeBytes: 100 },
  segments: [{ key: `hls/x/1/${name}/1.m4s`, durationSeconds: 4, sizeBytes: 400 }],
});
const at = (name: string, state: RenditionProgress['state'], percent: number): RenditionProgress => ({
  ...{ ...about, name, state, percent, reason: `why ${name}` },
  made: state === 'done' ? made(name) : null,
});

async function claim(): Promise<Claim> {
  const result = await store.claim(id);
  if (result.kind !== 'claimed') throw new Error(result.kind);
  return result.claim;
}
const rows = () =>
  database.db
    .selectFrom('renditions')
    .select(['name', 'state', 'progress', 'reason', 'size_bytes', 'average_bandwidth_bps'])
    .where('video_id', '=', id)
    .orderBy('name')
    .execute();
const row = () => database.db.selectFrom('transcodes').selectAll().where('video_id', '=', id).executeTakeFirstOrThrow();

const BEAT = { percent: 30, speed: 2.5, secondsLeft: 12, storedSegments: 0 };

it('has a row for each rendition from the plan on, and what is measured once it is done', async () => {
  const first = await claim();
  await store.saveReport(first, {
    reasons: ['so'],
    renditions: [at('source', 'waiting', 0), at('v240', 'waiting', 0)],
  });
  expect((await row()).reasons).toEqual(['so']);
  const none = { size_bytes: null, average_bandwidth_bps: null };
  expect(await rows()).toEqual([
    { name: 'source', state: 'waiting', progress: 0, reason: 'why source', ...none },
    { name: 'v240', state: 'waiting', progress: 0, reason: 'why v240', ...none },
  ]);
  await store.saveReport(first, {
    reasons: ['so'],
    renditions: [at('source', 'done', 100), at('v360', 'encoding', 7)],
  });
  expect(await rows()).toEqual([
    { name: 'source', state: 'done', progress: 100, reason: 'why source', size_bytes: 500, average_bandwidth_bps: 800 },
    { name: 'v360', state: 'encoding', progress: 7, reason: 'why v360', ...none },
  ]);
});

it('never falls in a new attempt, and what is done stays done', async () => {
  const first = await claim();
  await store.beat(first, BEAT);
  await store.saveReport(first, { reasons: [], renditions: [at('source', 'done', 100), at('v240', 'encoding', 40)] });
  await store.giveBack(first, 'stopping');
  const second = await claim();
  expect(second).toMatchObject({ attempt: 2, progressPercent: 30 });
  await store.beat(second, { ...BEAT, percent: 5, speed: null, secondsLeft: null });
  await store.saveReport(second, { reasons: [], renditions: [at('source', 'encoding', 3), at('v240', 'waiting', 0)] });
  expect(await row()).toMatchObject({ progress: 30, speed: null, seconds_left: null });
  expect(await rows()).toMatchObject([
    { name: 'source', state: 'done', progress: 100, size_bytes: 500 },
    { name: 'v240', state: 'waiting', progress: 40, size_bytes: null },
  ]);
});

it('takes nothing from a worker that lost its claim', async () => {
  const first = await claim();
  await store.saveReport(first, { reasons: ['one'], renditions: [at('v240', 'encoding', 40)] });
  await store.giveBack(first, 'stopping');
  await claim();
  await store.saveReport(first, { reasons: ['late'], renditions: [at('v999', 'encoding', 90)] });
  expect((await row()).reasons).toEqual(['one']);
  expect(await rows()).toMatchObject([{ name: 'v240', progress: 40 }]);
});

it('is measured as a whole when it is published, with the reasons that were given', async () => {
  const first = await claim();
  await store.saveReport(first, { reasons: [], renditions: [at('source', 'done', 100), at('v240', 'encoding', 99)] });
  const published = { hlsPath: `hls/${id}/1/main.m3u8`, durationSeconds: 4, width: 1280, height: 720 };
  await store.publish(first, { ...published, renditions: [made('v240')], subtitles: [] } as Parameters<
    TranscodeStore['publish']
  >[1]);
  expect(await rows()).toMatchObject([
    { name: 'v240', state: 'done', progress: 100, reason: 'why v240', size_bytes: 500 },
  ]);
});
