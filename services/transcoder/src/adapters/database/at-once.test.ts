import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addQueuedVideo } from '../../../test/queued-video.js';
import type { RenditionProgress } from '../../domain/progress/rendition-board.js';
import { createTranscodeStore } from './transcodes.js';

/** In empty tables, where all that is inserted goes into one gap. */
const VIDEOS = 60;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const planned: RenditionProgress = {
  ...{ name: 'v240', kind: 'video', sound: null, width: 426, height: 240, frameRate: 25 },
  ...{ state: 'waiting', percent: 0, reason: 'the smallest', made: null },
};

it('workers that claim videos, tell of them and give them back at once wait for none of each other', async () => {
  const store = createTranscodeStore({ db: database.db, leaseMs: 60_000, maxLosses: 5 });
  const ids: string[] = [];
  for (let made = 0; made < VIDEOS; made++) ids.push(await addQueuedVideo(database.db));
  const work = async (id: string) => {
    const result = await store.claim(id);
    if (result.kind !== 'claimed') throw new Error(result.kind);
    await store.saveReport(result.claim, { reasons: [], renditions: [planned, { ...planned, name: 'v360' }] });
    await store.giveBack(result.claim, 'yielding');
  };
  const worked = await Promise.allSettled(ids.map(work));
  expect(worked.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))).toEqual([]);
});
