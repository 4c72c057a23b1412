import { failure, WORTHLESS_FILE_FAILURES } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { JanitorRecords } from '../domain/janitor.js';
import { now } from './upload-records.js';

export function createJanitorRecords(db: Database): JanitorRecords {
  return {
    async failStale(staleMs) {
      const { code, detail } = failure('upload-interrupted');
      const { numUpdatedRows } = await db
        .updateTable('videos')
        .set({ state: 'failed', failure_code: code, failure_detail: detail })
        .where('state', '=', 'uploading')
        .where('heartbeat_at', '<', sql<Date>`UTC_TIMESTAMP(3) - INTERVAL ${staleMs * 1_000} MICROSECOND`)
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async withUnwantedSource(limit) {
      const worthless = db
        .selectFrom('transcodes')
        .select('video_id')
        .where('state', '=', 'failed')
        .where('failure_code', 'in', WORTHLESS_FILE_FAILURES);
      const rows = await db
        .selectFrom('videos')
        .select('id')
        .where('source_removed_at', 'is', null)
        .where((eb) =>
          eb.or([
            eb('state', '=', 'failed'),
            eb.and([eb('state', '=', 'queued'), eb('deleted_at', 'is not', null)]),
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

    async forgetDeleted() {
      const { numDeletedRows } = await db
        .deleteFrom('videos')
        .where('deleted_at', 'is not', null)
        .where('source_removed_at', 'is not', null)
        .where((eb) =>
          eb.not(
            eb.exists(eb.selectFrom('transcodes').select('video_id').whereRef('transcodes.video_id', '=', 'videos.id')),
          ),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
