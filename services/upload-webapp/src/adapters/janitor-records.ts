import { failure } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { JanitorRecords } from '../domain/janitor.js';
import { dropDeletedCaptions } from './caption-upkeep.js';
import { changeRows } from './change-rows.js';
import { countDone } from './count-done.js';
import { inTransaction } from './in-transaction.js';
import { isSourceKept } from './kept-sources.js';
import { before, now } from './now.js';
import { lockRow } from './own-video.js';
import { dropPicturesOfDeleted } from './picture-upkeep.js';
import { discardFile } from './served-files.js';
import { forgetObject, unwantedObjects } from './unwanted-objects.js';

interface KeepTimes {
  /** How long the source of a failed video is kept that looked worthless. */
  failedSourceKeepSeconds: number;
  /** How long a video stays in the trash. */
  trashKeepSeconds: number;
  /** How long a file is kept in whose place viewers get another one. */
  formerFileKeepSeconds: number;
  /** How long deleted captions can be restored. */
  deletedCaptionsKeepSeconds: number;
}

/** Rows a round: they are looked for first and changed by their ids, so that nothing is locked that is only looked at. */
const ROWS_MAX = 1_000;

/** Uploads by a form that had no heartbeat for so long. */
const staleForms = (db: Database, staleMs: number) =>
  db
    .selectFrom('videos as v')
    .leftJoin('uploads as u', 'u.id', 'v.id')
    .select(['v.id', 'v.heartbeat_at'])
    .where('v.state', '=', 'uploading')
    .where('u.id', 'is', null)
    .where('v.heartbeat_at', '<', sql<Date>`UTC_TIMESTAMP(3) - INTERVAL ${staleMs * 1_000} MICROSECOND`)
    .limit(ROWS_MAX)
    .execute();

/** Videos that were in the trash for so long. */
async function outlivedTrash(db: Database, keepSeconds: number): Promise<string[]> {
  const rows = await db
    .selectFrom('videos')
    .select('id')
    .where('deleted_at', 'is', null)
    .where('replaces', 'is', null)
    .where('trashed_at', '<=', before(keepSeconds))
    .limit(ROWS_MAX)
    .execute();
  return rows.map(({ id }) => id);
}

/** Files that were set aside for so long. */
const outlivedFiles = (db: Database, keepSeconds: number) =>
  db
    .selectFrom('videos')
    .select(['id', 'replaces'])
    .where('deleted_at', 'is', null)
    .where('set_aside_at', '<=', before(keepSeconds))
    .limit(ROWS_MAX)
    .execute();

/** Files whose video is deleted. */
const leftFiles = (db: Database) =>
  db
    .selectFrom('videos as f')
    .innerJoin('videos as v', 'v.id', 'f.replaces')
    .select(['f.id', 'v.id as replaces'])
    .where('f.deleted_at', 'is', null)
    .where('v.deleted_at', 'is not', null)
    .limit(ROWS_MAX)
    .execute();

/** Deleted rows of which nothing else is left. */
async function emptyRows(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('videos as v')
    .leftJoin('transcodes as t', 't.video_id', 'v.id')
    .leftJoin('videos as f', 'f.replaces', 'v.id')
    .leftJoin('captions as c', 'c.video_id', 'v.id')
    .select('v.id')
    .where('v.deleted_at', 'is not', null)
    .where('v.source_removed_at', 'is not', null)
    .where('v.picture_id', 'is', null)
    .where('t.video_id', 'is', null)
    .where('f.id', 'is', null)
    .where('c.id', 'is', null)
    .limit(ROWS_MAX)
    .execute();
  return rows.map(({ id }) => id);
}

export function createJanitorRecords(
  db: Database,
  { failedSourceKeepSeconds, trashKeepSeconds, formerFileKeepSeconds, deletedCaptionsKeepSeconds }: KeepTimes,
): JanitorRecords {
  return {
    async failStale(staleMs) {
      const { code, detail } = failure('upload-interrupted');
      const failed = { state: 'failed' as const, failure_code: code, failure_detail: detail };
      return countDone(await staleForms(db, staleMs), ({ id, heartbeat_at }) =>
        inTransaction(db, async (tx) => {
          const row = await lockRow(tx, id);
          if (row?.state !== 'uploading' || row.heartbeat_at.getTime() !== heartbeat_at.getTime()) return false;
          return (await changeRows(tx, [id], failed)) > 0;
        }),
      );
    },

    async withUnwantedSource(limit) {
      const worthless = db
        .selectFrom('transcodes as t')
        .select('video_id')
        .where('t.state', '=', 'failed')
        .where(sql<boolean>`NOT ${isSourceKept(failedSourceKeepSeconds)}`)
        .where(sql<boolean>`NOT (t.attempt <=> videos.retry_of_attempt)`);
      const rows = await db
        .selectFrom('videos')
        .select('id')
        .where('source_removed_at', 'is', null)
        .where((eb) =>
          eb.or([
            eb('state', '=', 'failed'),
            eb.and([eb('state', '=', 'queued'), eb('deleted_at', 'is not', null)]),
            eb('discarded_at', 'is not', null),
            eb('id', 'in', worthless),
          ]),
        )
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },

    async sourceRemoved(id) {
      await db.updateTable('videos').set({ source_removed_at: now() }).where('id', '=', id).execute();
    },

    async emptyTrash() {
      const ids = await outlivedTrash(db, trashKeepSeconds);
      const isStillThere = sql`deleted_at IS NULL AND trashed_at <= ${before(trashKeepSeconds)}`;
      return changeRows(db, ids, { deleted_at: sql<Date | null>`IF(${isStillThere}, ${now()}, deleted_at)` });
    },

    dropDeletedCaptions: () => dropDeletedCaptions(db, deletedCaptionsKeepSeconds),
    dropPicturesOfDeleted: () => dropPicturesOfDeleted(db),
    unwantedObjects: (limit) => unwantedObjects(db, limit),
    objectRemoved: (key) => forgetObject(db, key),

    async discardFormerFiles() {
      const outlived = await countDone(await outlivedFiles(db, formerFileKeepSeconds), ({ id, replaces }) =>
        discardFile(db, replaces ?? id, id, { onlySetAside: true }),
      );
      const left = await countDone(await leftFiles(db), ({ id, replaces }) => discardFile(db, replaces, id));
      return outlived + left;
    },

    async forgetDeleted() {
      return countDone(await emptyRows(db), async (id) => {
        const { numDeletedRows } = await db.deleteFrom('videos').where('id', '=', id).executeTakeFirst();
        return numDeletedRows > 0n;
      });
    },
  };
}
