import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** In an empty list, where all that is inserted goes into one gap. */
const VIDEOS = 100;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

function begin() {
  const id = randomUUID();
  const now = new Date();
  const words = { owner_id: 'alice', video_name: 'A film', description: '', visibility: 'private' as const };
  const file = { video_path: `source/${id}`, file_name: 'a.mp4', size_bytes: 100, state: 'queued' as const };
  const times = { heartbeat_at: now, created_at: now, queued_at: now };
  const insert = database.db.insertInto('videos').values({ id, ...words, ...file, ...times });
  return insert.execute();
}

it('videos that begin at once wait for none of each other', async () => {
  const begun = await Promise.allSettled(Array.from({ length: VIDEOS }, begin));
  expect(begun.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))).toEqual([]);
  const { listed } = await database.db
    .selectFrom('video_list')
    .select(({ fn }) => fn.sum<number>('stored_bytes').as('listed'))
    .executeTakeFirstOrThrow();
  expect(Number(listed)).toBe(VIDEOS * 100);
});
