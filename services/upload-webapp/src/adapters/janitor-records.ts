import { failure } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { JanitorRecords } from '../domain/janitor.js';
import { dropCaptionsOfDeleted } from './caption-upkeep.js';
import { isSourceKept } from './kept-sources.js';
import { forgetObject, unwantedObjects } from './unwanted-objects.js';
import { now } from './upload-records.js';

interface KeepTimes {
  /** How long the source of a failed video is kept that looked worthless. */
  failedSourceKeepSeconds: number;
  /** How long a video stays in the trash. */
  trashKeepSeconds: number;
}

export function createJanitorRecords(
  db: Database,
  { failedSourceKeepSeconds, trashKeepSeconds }: KeepTimes,
): JanitorRecords {
  return {
    async failStale(staleMs) {
      const { code, detail } = failure('upload-interrupted');
      const { numUpdatedRows } = await db
        .updateTable('videos')
        .set({ state: 'failed', failure_code: code, failure_detail: detail })
        .where('state', '=', 'uploading')
        .where('id', 'not in', db.selectFrom('uploads').select('id'))
        .where('heartbeat_at', '<', sql<Date>`UTC_TIMESTAMP(3) - INTERVAL ${staleMs * 1_000} MICROSECOND`)
        .executeTakeFirst();
      return Number(numUpdatedRows);
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
      const { numUpdatedRows } = await db
        .updateTable('videos')
        .set({ deleted_at: now() })
        .where('deleted_at', 'is', null)
        .where('trashed_at', '<=', sql<Date>`UTC_TIMESTAMP(3) - INTERVAL ${trashKeepSeconds} SECOND`)
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    dropCaptionsOfDeleted: () => dropCaptionsOfDeleted(db),
    unwantedObjects: (limit) => unwantedObjects(db, limit),
    objectRemoved: (key) => forgetObject(db, key),

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
        .where((eb) =>
          eb.not(eb.exists(eb.selectFrom('captions').select('id').whereRef('captions.video_id', '=', 'videos.id'))),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
