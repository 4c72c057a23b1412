import { randomUUID } from 'node:crypto';
import type { Database, Schema } from '@kinora/database';
import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import type { UpdateObject } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAdmissions } from './adapters/admissions.js';
import { createJanitorRecords } from './adapters/janitor-records.js';
import { createUploadRecords } from './adapters/upload-records.js';
import { createUploadUpkeep } from './adapters/upload-upkeep.js';
import { expired } from './domain/resumable/resumable-problems.js';

const KEEP_SECONDS = 3_600;
const LONG_AGO = new Date(Date.now() - 10 * KEEP_SECONDS * 1_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.db.deleteFrom('uploads').execute();
  await database.db.deleteFrom('videos').execute();
});

const admissions = { reserveSeconds: KEEP_SECONDS, waitMs: 3_000 };
const uploads = () => createUploadRecords(database.db, createAdmissions(database.db, admissions));
const upkeep = (db: Database) =>
  createJanitorRecords(db, {
    failedSourceKeepSeconds: KEEP_SECONDS,
    trashKeepSeconds: KEEP_SECONDS,
    formerFileKeepSeconds: KEEP_SECONDS,
    deletedCaptionsKeepSeconds: KEEP_SECONDS,
  });

const find = (id: string) => database.db.selectFrom('videos').selectAll().where('id', '=', id).executeTakeFirst();

async function addVideo(): Promise<string> {
  const id = randomUUID();
  const fields = { title: 'A film', description: '', visibility: 'private' as const };
  await uploads().begin({ id, ownerId: 'alice', fields, fileName: 'film.mp4', replaces: null });
  return id;
}

type Change = (id: string) => Promise<unknown>;

const set =
  (columns: UpdateObject<Schema, 'videos'>): Change =>
  (id) =>
    database.db.updateTable('videos').set(columns).where('id', '=', id).execute();
const announce: Change = (id) =>
  database.db
    .insertInto('uploads')
    .values({ id, size_bytes: 2, received_bytes: 1, part_size_bytes: 2, touched_at: LONG_AGO })
    .execute();
const goOn: Change = (id) =>
  database.db.updateTable('uploads').set({ touched_at: new Date() }).where('id', '=', id).execute();
const forget: Change = (id) => database.db.deleteFrom('videos').where('id', '=', id).execute();

/** The database, in which somebody else changes something right after the first answer. */
function overtaken(change: () => Promise<unknown>): Database {
  const pending = [change];
  return database.db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await pending.pop()?.();
      return result;
    },
  });
}

interface Race {
  what: string;
  before: Change;
  meanwhile: Change;
  cleanUp(db: Database): Promise<number>;
}

const trashed = set({ state: 'queued', trashed_at: LONG_AGO });
const races: Race[] = [
  {
    what: 'an upload by a form that beats again',
    ...{ before: set({ heartbeat_at: LONG_AGO }), meanwhile: (id) => uploads().beat(id) },
    cleanUp: (db) => upkeep(db).failStale(KEEP_SECONDS * 1_000),
  },
  {
    what: 'an upload that goes on',
    ...{ before: announce, meanwhile: goOn },
    cleanUp: (db) => createUploadUpkeep(db).expire(KEEP_SECONDS, expired(KEEP_SECONDS)),
  },
  {
    what: 'a video that is restored',
    ...{ before: trashed, meanwhile: set({ trashed_at: null }) },
    cleanUp: (db) => upkeep(db).emptyTrash(),
  },
  {
    what: 'a video that is deleted by hand',
    ...{ before: trashed, meanwhile: set({ deleted_at: LONG_AGO }) },
    cleanUp: (db) => upkeep(db).emptyTrash(),
  },
  {
    what: 'a file that is gone back to',
    ...{ before: set({ state: 'queued', set_aside_at: LONG_AGO }), meanwhile: set({ set_aside_at: null }) },
    cleanUp: (db) => upkeep(db).discardFormerFiles(),
  },
  {
    what: 'a row that another janitor removes',
    ...{ before: set({ state: 'failed', deleted_at: LONG_AGO, source_removed_at: LONG_AGO }), meanwhile: forget },
    cleanUp: (db) => upkeep(db).forgetDeleted(),
  },
];

it.each(races)('counts what was cleaned up, and not $what at that moment', async ({ before, meanwhile, cleanUp }) => {
  const [changed, left] = [await addVideo(), await addVideo()];
  for (const id of [changed, left]) await before(id);
  const asItWas = await find(left);
  expect(await cleanUp(overtaken(() => meanwhile(changed)))).toBe(1);
  expect(await find(left)).not.toEqual(asItWas);
});
