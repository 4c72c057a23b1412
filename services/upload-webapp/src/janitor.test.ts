import { randomUUID } from 'node:crypto';
import { sourceKey } from '@kinora/contracts';
import { createFileClient, type FileClient } from '@kinora/file-client';
import { createTestDatabase, eventually, silentLog, type TestDatabase, tempFolder } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAdmissions } from './adapters/admissions.js';
import { createJanitorRecords } from './adapters/janitor-records.js';
import { createUploadRecords } from './adapters/upload-records.js';
import { type JanitorDeps, staleUploads, startJanitor, sweep } from './domain/janitor.js';
import { mp4 } from './testing/form.js';
import { FILE_TOKEN, type FileService, startFileService } from './testing/studio.js';

const STALE_MS = 60_000;
const KEEP_SECONDS = 3_600;
const TRASH_SECONDS = 7_200;

let database: TestDatabase;
let service: FileService;
let files: FileClient;
let janitor: JanitorDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startFileService(await tempFolder());
  files = createFileClient({ baseUrl: service.url, token: FILE_TOKEN });
  const records = createJanitorRecords(database.db, {
    failedSourceKeepSeconds: KEEP_SECONDS,
    trashKeepSeconds: TRASH_SECONDS,
    formerFileKeepSeconds: KEEP_SECONDS,
    deletedCaptionsKeepSeconds: KEEP_SECONDS,
  });
  janitor = { records, files, log: silentLog, staleMs: STALE_MS, periodMs: 50, sweepUploads: async () => undefined };
});

afterAll(async () => {
  await files?.close();
  await service?.stop();
  await database?.drop();
});

beforeEach(async () => {
  await database.db.deleteFrom('transcodes').execute();
  await database.db.deleteFrom('videos').execute();
});

const records = () =>
  createUploadRecords(database.db, createAdmissions(database.db, { reserveSeconds: 3_600, waitMs: 3_000 }));
const find = (id: string) => database.db.selectFrom('videos').selectAll().where('id', '=', id).executeTakeFirst();

const facts = (sizeBytes: number) => ({ sizeBytes, sha256: 'ab'.repeat(32), fingerprint: 'cd'.repeat(32) });

interface Example {
  silentMs?: number;
  state?: 'uploading' | 'queued' | 'failed';
  deleted?: boolean;
}

async function addVideo({ silentMs = 0, state = 'uploading', deleted = false }: Example = {}): Promise<string> {
  const id = randomUUID();
  const fields = { title: 'A film', description: '', visibility: 'private' as const };
  await records().begin({ id, ownerId: 'alice', fields, fileName: 'film.mp4', replaces: null });
  await database.db
    .updateTable('videos')
    .set({
      state,
      heartbeat_at: sql<Date>`UTC_TIMESTAMP(3) - INTERVAL ${silentMs * 1_000} MICROSECOND`,
      deleted_at: deleted ? new Date() : null,
    })
    .where('id', '=', id)
    .execute();
  await files.put(sourceKey(id), mp4(2_000));
  return id;
}

async function cleanUp(): Promise<void> {
  await staleUploads(janitor).fail();
  await sweep(janitor);
}

const hasSource = async (id: string) => (await files.head(sourceKey(id))) !== null;

describe('an upload without a heartbeat', () => {
  it('fails once it is stale, not before, and its source goes', async () => {
    const stale = await addVideo({ silentMs: STALE_MS + 1_000 });
    const live = await addVideo({ silentMs: STALE_MS - 5_000 });
    await cleanUp();
    expect(await find(stale)).toMatchObject({ state: 'failed', failure_code: 'upload-interrupted' });
    expect(await hasSource(stale)).toBe(false);
    expect(await find(live)).toMatchObject({ state: 'uploading' });
    expect(await hasSource(live)).toBe(true);
  });

  it('can no longer be completed once it failed, nor fail once it is complete', async () => {
    const failed = await addVideo({ silentMs: STALE_MS + 1_000 });
    const complete = await addVideo({ silentMs: STALE_MS + 1_000 });
    expect(await records().complete(complete, facts(2_000))).toBe(true);
    await cleanUp();
    expect(await records().complete(failed, facts(2_000))).toBe(false);
    expect(await records().beat(failed)).toBe(false);
    expect(await records().fail(complete, { code: 'upload-interrupted', detail: '' })).toBe(false);
    expect(await find(complete)).toMatchObject({ state: 'queued', size_bytes: 2_000 });
    expect(await hasSource(complete)).toBe(true);
  });

  it('may be completed twice: the first answer may have been lost', async () => {
    const id = await addVideo();
    expect([await records().complete(id, facts(1)), await records().complete(id, facts(1))]).toEqual([true, true]);
  });

  it('is spared after the database was away, until it had the time to beat', async () => {
    const id = await addVideo({ silentMs: STALE_MS * 10 });
    const stale = staleUploads(janitor);
    stale.databaseWasAway();
    await stale.fail();
    expect(await find(id)).toMatchObject({ state: 'uploading' });
  });
});

describe('a deleted video', () => {
  it('loses its source, and its row once the transcoder has let go', async () => {
    const id = await addVideo({ state: 'queued', deleted: true });
    await database.db
      .insertInto('transcodes')
      .values({ video_id: id, state: 'processing', attempt: 1, playable: false, started_at: new Date() })
      .execute();
    await cleanUp();
    expect(await hasSource(id)).toBe(false);
    expect(await find(id)).toBeDefined();
    await database.db.deleteFrom('transcodes').where('video_id', '=', id).execute();
    await cleanUp();
    expect(await find(id)).toBeUndefined();
  });

  it('that is still being uploaded waits for its upload to end', async () => {
    const id = await addVideo({ deleted: true });
    expect(await records().beat(id)).toBe(false);
    expect(await records().complete(id, facts(1))).toBe(false);
    await cleanUp();
    expect(await find(id)).toBeDefined();
    expect(await records().fail(id, { code: 'upload-interrupted', detail: '' })).toBe(true);
    await cleanUp();
    expect(await find(id)).toBeUndefined();
  });
});

it('leaves what is wanted alone, and forgets nothing that failed', async () => {
  const queued = await addVideo({ state: 'queued' });
  const failed = await addVideo({ state: 'failed' });
  await cleanUp();
  await cleanUp();
  expect(await hasSource(queued)).toBe(true);
  expect(await hasSource(failed)).toBe(false);
  expect((await find(failed))?.source_removed_at).toBeInstanceOf(Date);
});

it.each([
  ['unreadable', KEEP_SECONDS + 10, null, false],
  ['unreadable', KEEP_SECONDS - 60, null, true],
  ['no-video-stream', KEEP_SECONDS + 10, null, false],
  ['unreadable', KEEP_SECONDS + 10, 2, true],
  ['unreadable', KEEP_SECONDS + 10, 1, false],
  ['transcode-failed', KEEP_SECONDS + 10, null, true],
])(
  'after attempt 2 failed with %s %i s ago, with %s to be tried again, the source is kept: %s',
  async (failureCode, agoSeconds, retryOfAttempt, isKept) => {
    const id = await addVideo({ state: 'queued' });
    const ended = { state: 'failed' as const, failure_code: failureCode, attempt: 2, playable: false };
    const finishedAt = sql<Date>`NOW(3) - INTERVAL ${agoSeconds} SECOND`;
    await database.db
      .insertInto('transcodes')
      .values({ video_id: id, ...ended, started_at: new Date(), finished_at: finishedAt })
      .execute();
    await database.db.updateTable('videos').set({ retry_of_attempt: retryOfAttempt }).where('id', '=', id).execute();
    await cleanUp();
    expect(await hasSource(id)).toBe(isKept);
    expect(await find(id)).toMatchObject({ state: 'queued' });
  },
);

it('goes on with the others when one source cannot be removed, and comes back to it', async () => {
  const [first, second] = [await addVideo({ state: 'failed' }), await addVideo({ state: 'failed' })];
  let away: string | undefined = sourceKey(first);
  const stubborn = {
    remove: async (key: string) => (key === away ? Promise.reject(new Error('away')) : files.remove(key)),
  };
  await sweep({ ...janitor, files: stubborn });
  expect([await hasSource(first), await hasSource(second)]).toEqual([true, false]);
  away = undefined;
  await sweep({ ...janitor, files: stubborn });
  expect(await hasSource(first)).toBe(false);
});

it('works at once and again, several at a time, until it is stopped', async () => {
  const janitors = [startJanitor(janitor), startJanitor(janitor)];
  const id = await addVideo({ silentMs: STALE_MS + 1_000, deleted: true });
  await eventually(async () => expect(await find(id)).toBeUndefined());
  await Promise.all(janitors.map((running) => running.stop()));
  const later = await addVideo({ silentMs: STALE_MS + 1_000 });
  expect(await find(later)).toMatchObject({ state: 'uploading' });
});
