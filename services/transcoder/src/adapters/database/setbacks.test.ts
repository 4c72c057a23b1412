import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addQueuedVideo } from '../../../test/queued-video.js';
import type { Claim } from '../../domain/transcode-deps.js';
import { createTranscodeStore, type TranscodeStore } from './transcodes.js';

const MAX_LOSSES = 3;

let database: TestDatabase;
let store: TranscodeStore;
let id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  store = createTranscodeStore({ db: database.db, leaseMs: 60_000, maxLosses: MAX_LOSSES });
});
afterAll(() => database.drop());
beforeEach(async () => {
  id = await addQueuedVideo(database.db);
});

const row = () => database.db.selectFrom('transcodes').selectAll().where('video_id', '=', id).executeTakeFirstOrThrow();

async function claimed(): Promise<Claim> {
  const result = await store.claim(id);
  if (result.kind !== 'claimed') throw new Error(result.kind);
  return result.claim;
}

const hasStored = (claim: Claim, storedSegments: number) =>
  store.beat(claim, { percent: 1, speed: null, secondsLeft: null, storedSegments });

/** The worker is silent for longer than its lease. */
const dies = () =>
  database.db
    .updateTable('transcodes')
    .set({ lease_until: new Date(Date.now() - 1_000) })
    .where('video_id', '=', id)
    .execute();

/** Workers that die one after the other, with so many segments stored. */
async function die(...storedSegments: number[]): Promise<void> {
  for (const stored of storedSegments) {
    await hasStored(await claimed(), stored);
    await dies();
  }
}

it('is given up when as many workers as are allowed died at one place', async () => {
  await die(4, 4, 4);
  expect(await store.claim(id)).toEqual({ kind: 'nothing-to-do' });
  expect(await row()).toMatchObject({ state: 'failed', failure_code: 'worker-lost', losses: MAX_LOSSES });
});

it('is not given up while each worker brings it further than all before', async () => {
  await die(1, 2, 3, 4, 5, 6);
  expect(await claimed()).toMatchObject({ attempt: 7 });
  expect(await row()).toMatchObject({ state: 'processing', losses: 1, stored_segments: 6, setback_segments: 6 });
});

it('is given up when workers only do again what was done before', async () => {
  await die(6, 1, 6);
  expect(await store.claim(id)).toEqual({ kind: 'nothing-to-do' });
});

it.each([
  ['passing', 'passing_faults'],
  ['lost', 'losses'],
] as const)('counts what it was given back for, anew when it came further: %s', async (why, counter) => {
  const counts: number[] = [];
  for (const stored of [0, 0, 2, 2, 5]) {
    const claim = await claimed();
    await hasStored(claim, stored);
    counts.push(await store.giveBack(claim, why));
    expect((await row())[counter]).toBe(counts.at(-1));
  }
  expect(counts).toEqual([1, 2, 1, 2, 1]);
});

it('counts nothing when a worker stops or gives way, nor for one that lost its claim', async () => {
  const first = await claimed();
  expect(await store.holds(first)).toBe(true);
  expect(await store.giveBack(first, 'stopping')).toBe(0);
  expect(await store.giveBack(await claimed(), 'yielding')).toBe(0);
  await claimed();
  expect(await store.holds(first)).toBe(false);
  expect(await store.giveBack(first, 'lost')).toBe(0);
  expect(await row()).toMatchObject({ attempt: 3, losses: 0, passing_faults: 0, lease_until: expect.any(Date) });
});

it('has all of its patience when its owner asks for another try', async () => {
  await die(4, 4);
  await store.fail(await claimed(), { code: 'transcode-failed', detail: '' }, null);
  const { attempt } = await row();
  await database.db.updateTable('videos').set({ retry_of_attempt: attempt }).where('id', '=', id).execute();
  await claimed();
  expect(await row()).toMatchObject({ losses: 0, passing_faults: 0, stored_segments: 0, setback_segments: 0 });
});
