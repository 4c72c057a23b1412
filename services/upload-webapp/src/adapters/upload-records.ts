import { sourceKey } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { Problem } from '@kinora/service-kit';
import { sql } from 'kysely';
import type { UploadRecords } from '../domain/store-upload.js';

/** The database's clock: replicas may differ in theirs. */
export const now = () => sql<Date>`UTC_TIMESTAMP(3)`;

const isDuplicate = (error: unknown) => (error as { code?: unknown }).code === 'ER_DUP_ENTRY';
const sameKeyAtOnce = () =>
  new Problem(
    'conflict',
    'Another request with this Idempotency-Key has just begun. Please ask again when it has ended.',
  );

/** The rows of uploads. A row is changed only while its state allows it: whoever comes first decides. */
export function createUploadRecords(db: Database): UploadRecords {
  const running = (id: string) =>
    db.updateTable('videos').where('id', '=', id).where('state', '=', 'uploading').where('deleted_at', 'is', null);

  const stateOf = async (id: string) =>
    (await db.selectFrom('videos').select('state').where('id', '=', id).executeTakeFirst())?.state;

  return {
    async begin({ id, ownerId, fields, fileName }) {
      await db
        .insertInto('videos')
        .values({
          id,
          owner_id: ownerId,
          video_name: fields.title,
          description: fields.description,
          visibility: fields.visibility,
          video_path: sourceKey(id),
          file_name: fileName,
          state: 'uploading',
          heartbeat_at: now(),
          created_at: now(),
        })
        .execute()
        .catch((error: unknown) => {
          throw isDuplicate(error) ? sameKeyAtOnce() : error;
        });
    },

    async beat(id) {
      const { numUpdatedRows } = await running(id).set({ heartbeat_at: now() }).executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async complete(id, { sizeBytes, ...hashes }) {
      const { numUpdatedRows } = await running(id)
        .set({ state: 'queued', size_bytes: sizeBytes, queued_at: now(), ...hashes })
        .executeTakeFirst();
      return numUpdatedRows > 0n || (await stateOf(id)) === 'queued';
    },

    async fail(id, { code, detail }) {
      await db
        .updateTable('videos')
        .set({ state: 'failed', failure_code: code, failure_detail: detail })
        .where('id', '=', id)
        .where('state', '=', 'uploading')
        .execute();
      return (await stateOf(id)) !== 'queued';
    },

    async sourceRemoved(id) {
      await db.updateTable('videos').set({ source_removed_at: now() }).where('id', '=', id).execute();
    },
  };
}
