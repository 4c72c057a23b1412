import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { UploadUpkeep } from '../domain/resumable/sweep-uploads.js';
import { changeRows } from './change-rows.js';
import { countDone } from './count-done.js';
import { inTransaction } from './in-transaction.js';
import { lockRow } from './own-video.js';
import { toUpload, uploadRows } from './resumable-records.js';

/** Longer than a request takes that is finishing the upload at this moment. */
const FINISHED_BY_NOW_SECONDS = 60;

const ROWS_MAX = 1_000;

const untouchedFor = (seconds: number) => sql<boolean>`u.touched_at < UTC_TIMESTAMP(3) - INTERVAL ${seconds} SECOND`;

/** Unfinished uploads that nobody went on with for so long: all of them, or this one. */
async function untouched(db: Database, seconds: number, id?: string): Promise<string[]> {
  const rows = await db
    .selectFrom('uploads as u')
    .innerJoin('videos as v', 'v.id', 'u.id')
    .select('u.id')
    .where('v.state', '=', 'uploading')
    .whereRef('u.received_bytes', '<', 'u.size_bytes')
    .where(untouchedFor(seconds))
    .$if(id !== undefined, (query) => query.where('u.id', '=', id ?? ''))
    .limit(ROWS_MAX)
    .execute();
  return rows.map((row) => row.id);
}

export function createUploadUpkeep(db: Database): UploadUpkeep {
  return {
    async expire(seconds, { code, detail }) {
      const failed = { state: 'failed' as const, failure_code: code, failure_detail: detail };
      return countDone(await untouched(db, seconds), (id) =>
        inTransaction(db, async (tx) => {
          const row = await lockRow(tx, id);
          if (row?.state !== 'uploading' || (await untouched(tx, seconds, id)).length === 0) return false;
          return (await changeRows(tx, [id], failed)) > 0;
        }),
      );
    },

    async withoutVideo(limit) {
      const rows = await uploadRows(db)
        .whereRef('u.received_bytes', '=', 'u.size_bytes')
        .where('v.state', '=', 'uploading')
        .where('v.deleted_at', 'is', null)
        .where(untouchedFor(FINISHED_BY_NOW_SECONDS))
        .limit(limit)
        .execute();
      return rows.map(toUpload);
    },

    async ended(limit) {
      const rows = await db
        .selectFrom('uploads as u')
        .leftJoin('videos as v', 'v.id', 'u.id')
        .select('u.id')
        .where((eb) =>
          eb.or([eb('v.id', 'is', null), eb('v.state', '<>', 'uploading'), eb('v.deleted_at', 'is not', null)]),
        )
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}
