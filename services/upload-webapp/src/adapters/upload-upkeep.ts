import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { UploadUpkeep } from '../domain/resumable/sweep-uploads.js';
import { toUpload, uploadRows } from './resumable-records.js';

/** Longer than a request takes that is finishing the upload at this moment. */
const FINISHED_BY_NOW_SECONDS = 60;

const untouchedFor = (seconds: number) => sql<boolean>`u.touched_at < UTC_TIMESTAMP(3) - INTERVAL ${seconds} SECOND`;

export function createUploadUpkeep(db: Database): UploadUpkeep {
  return {
    async expire(seconds, { code, detail }) {
      const { numAffectedRows } = await sql`
        UPDATE videos v JOIN uploads u ON u.id = v.id
        SET v.state = 'failed', v.failure_code = ${code}, v.failure_detail = ${detail}
        WHERE v.state = 'uploading' AND u.received_bytes < u.size_bytes AND ${untouchedFor(seconds)}
      `.execute(db);
      return Number(numAffectedRows ?? 0);
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
