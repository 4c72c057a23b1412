import { type FailureCode, failure } from '@kinora/contracts';
import type { Database, UploadsTable, VideosTable } from '@kinora/database';
import { sql } from 'kysely';
import type { FoundUpload, ResumableRecords, ResumableUpload } from '../domain/resumable/resumable-records.js';
import type { Admissions } from './admissions.js';
import { inTransaction } from './in-transaction.js';
import { now } from './now.js';
import { beginIn, completeIn, createUploadRecords } from './upload-records.js';

const RUNNING = 'uploading';

/** Uploads with what their videos say of them. */
export const uploadRows = (db: Database) =>
  db
    .selectFrom('uploads as u')
    .innerJoin('videos as v', 'v.id', 'u.id')
    .selectAll('u')
    .select(['v.file_name', 'v.video_name', 'v.fingerprint', 'v.replaces']);

type UploadRow = UploadsTable & Pick<VideosTable, 'file_name' | 'video_name' | 'fingerprint' | 'replaces'>;

export const toUpload = (row: UploadRow): ResumableUpload => ({
  ...{ id: row.id, fileName: row.file_name, title: row.video_name, fingerprint: row.fingerprint },
  replaces: row.replaces,
  ...{ sizeBytes: row.size_bytes, receivedBytes: row.received_bytes, partSizeBytes: row.part_size_bytes },
  ...{ storeUploadId: row.store_upload_id, hashState: row.hash_state, touchedAt: row.touched_at },
});

/** Forgets an upload, within a transaction. */
async function forget(tx: Database, id: string): Promise<void> {
  await tx.deleteFrom('upload_parts').where('upload_id', '=', id).execute();
  await tx.deleteFrom('uploads').where('id', '=', id).execute();
}

async function findUpload(db: Database, ownerId: string, id: string): Promise<FoundUpload | undefined> {
  const video = await db
    .selectFrom('videos')
    .select(['state', 'size_bytes', 'failure_code', 'failure_detail'])
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (video?.state === 'failed') {
    return { kind: 'failed', failure: failure(video.failure_code as FailureCode, video.failure_detail ?? undefined) };
  }
  if (video?.state === 'queued') return { kind: 'finished', sizeBytes: Number(video.size_bytes) };
  const row = video && (await uploadRows(db).where('u.id', '=', id).executeTakeFirst());
  return row && { kind: 'running', upload: toUpload(row) };
}

/** The rows of uploads that can go on. A row is changed only while its video waits for bytes: whoever comes first decides. */
export function createResumableRecords(db: Database, admitted: Admissions): ResumableRecords {
  const uploads = createUploadRecords(db, admitted);

  return {
    begin: ({ sizeBytes, partSizeBytes, fingerprint, ...video }, judge) =>
      admitted(video.ownerId, async (use, tx) => {
        judge(use);
        await beginIn(tx, video);
        const { id } = video;
        await tx.updateTable('videos').set({ fingerprint }).where('id', '=', id).execute();
        const sizes = { size_bytes: sizeBytes, received_bytes: 0, part_size_bytes: partSizeBytes };
        await tx
          .insertInto('uploads')
          .values({ id, ...sizes, touched_at: now() })
          .execute();
      }),

    find: (ownerId, id) => findUpload(db, ownerId, id),

    async listRunning(ownerId, fingerprint) {
      let query = uploadRows(db)
        .where('v.owner_id', '=', ownerId)
        .where('v.state', '=', RUNNING)
        .where('v.deleted_at', 'is', null);
      if (fingerprint !== undefined) query = query.where('v.fingerprint', '=', fingerprint);
      return (await query.orderBy('v.created_at', 'desc').execute()).map(toUpload);
    },

    async beganStoring(id, storeUploadId) {
      await db.updateTable('uploads').set({ store_upload_id: storeUploadId }).where('id', '=', id).execute();
    },

    beginAgain: (id, lostStoreUploadId) =>
      inTransaction(db, async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('uploads')
          .set({ received_bytes: 0, store_upload_id: null, hash_state: null, touched_at: now() })
          .where('id', '=', id)
          .where('store_upload_id', '=', lostStoreUploadId)
          .executeTakeFirst();
        if (numUpdatedRows > 0n) await tx.deleteFrom('upload_parts').where('upload_id', '=', id).execute();
      }),

    async isAt(id, receivedBytes) {
      const row = await uploadRows(db)
        .where('u.id', '=', id)
        .where('u.received_bytes', '=', receivedBytes)
        .where('v.state', '=', RUNNING)
        .where('v.deleted_at', 'is', null)
        .executeTakeFirst();
      return row !== undefined;
    },

    advance: (id, { fromBytes, toBytes, part, hashState }) =>
      inTransaction(db, async (tx) => {
        const { numAffectedRows } = await sql`
          UPDATE uploads u JOIN videos v ON v.id = u.id
          SET u.received_bytes = ${toBytes}, u.hash_state = ${hashState}, u.touched_at = ${now()}
          WHERE u.id = ${id} AND u.received_bytes = ${fromBytes} AND v.state = ${RUNNING} AND v.deleted_at IS NULL
        `.execute(tx);
        if (!numAffectedRows) return false;
        if (part) {
          const { number, sizeBytes, etag } = part;
          await tx.insertInto('upload_parts').values({ upload_id: id, number, size_bytes: sizeBytes, etag }).execute();
        }
        return true;
      }),

    async parts(id) {
      const rows = await db
        .selectFrom('upload_parts')
        .selectAll()
        .where('upload_id', '=', id)
        .orderBy('number')
        .execute();
      return rows.map(({ number, size_bytes, etag }) => ({ number, sizeBytes: size_bytes, etag }));
    },

    async storeUploadId(id) {
      const row = await db.selectFrom('uploads').select('store_upload_id').where('id', '=', id).executeTakeFirst();
      return row?.store_upload_id ?? null;
    },

    complete: (id, facts) =>
      inTransaction(db, async (tx) => {
        const isQueued = await completeIn(tx, id, facts);
        if (isQueued) await forget(tx, id);
        return isQueued;
      }),

    async fail(id, why) {
      await uploads.fail(id, why);
    },

    async remove(ownerId, id) {
      const { numUpdatedRows } = await db
        .updateTable('videos')
        .set({ deleted_at: now() })
        .where('id', '=', id)
        .where('owner_id', '=', ownerId)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async forgetVideo(id) {
      await db.deleteFrom('videos').where('id', '=', id).where('state', '=', 'failed').execute();
    },

    forget: (id) => inTransaction(db, (tx) => forget(tx, id)),
  };
}
