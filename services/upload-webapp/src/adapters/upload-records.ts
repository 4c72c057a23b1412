import { sourceKey } from '@kinora/contracts';
import type { Database, Schema } from '@kinora/database';
import { Problem } from '@kinora/service-kit';
import type { UpdateObject } from 'kysely';
import type { NewUpload, SourceFacts, UploadRecords } from '../domain/store-upload.js';
import type { Admissions } from './admissions.js';
import { changeRows } from './change-rows.js';
import { inTransaction, type Tx } from './in-transaction.js';
import { now } from './now.js';
import { lockRow } from './own-video.js';
import { beginReplacement } from './replacements.js';

const isDuplicate = (error: unknown) => (error as { code?: unknown }).code === 'ER_DUP_ENTRY';
const sameKeyAtOnce = () =>
  new Problem(
    'conflict',
    'Another request with this Idempotency-Key has just begun. Please ask again when it has ended.',
  );

export async function beginIn(
  tx: Tx,
  { id, ownerId, fields, fileName, replaces }: NewUpload,
  reservedBytes: number | null = null,
): Promise<void> {
  const replaced = replaces === null ? undefined : await beginReplacement(tx, ownerId, replaces);
  await tx
    .insertInto('videos')
    .values({
      ...{ id, owner_id: ownerId, replaces, video_path: sourceKey(id), file_name: fileName },
      reserved_bytes: reservedBytes,
      video_name: replaced?.video_name ?? fields.title,
      ...{ description: fields.description, visibility: fields.visibility },
      ...{ state: 'uploading', heartbeat_at: now(), created_at: now() },
    })
    .execute()
    .catch((error: unknown) => {
      throw isDuplicate(error) ? sameKeyAtOnce() : error;
    });
}

/** Changes the row of an upload while it runs. @returns whether it does */
const changeRunning = (db: Database, id: string, columns: UpdateObject<Schema, 'videos'>): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const row = await lockRow(tx, id);
    const isRunning = row?.state === 'uploading' && row.deleted_at === null;
    if (isRunning) await changeRows(tx, [id], columns);
    return isRunning;
  });

const stateOf = async (db: Database, id: string) =>
  (await db.selectFrom('videos').select('state').where('id', '=', id).executeTakeFirst())?.state;

/** See `UploadRecords.complete`. */
export async function completeIn(db: Database, id: string, { sizeBytes, ...hashes }: SourceFacts): Promise<boolean> {
  const stored = { state: 'queued' as const, size_bytes: sizeBytes, reserved_bytes: null, queued_at: now(), ...hashes };
  return (await changeRunning(db, id, stored)) || (await stateOf(db, id)) === 'queued';
}

/** The rows of uploads. A row is changed only while its state allows it: whoever comes first decides. */
export function createUploadRecords(db: Database, admitted: Admissions): UploadRecords {
  return {
    // Replacements wait for each other too, since one that is announced must see the one before it.
    begin: (upload, reserve) =>
      reserve || upload.replaces !== null
        ? admitted(upload.ownerId, (use, tx) => beginIn(tx, upload, reserve?.(use)))
        : inTransaction(db, (tx) => beginIn(tx, upload)),

    beat: (id) => changeRunning(db, id, { heartbeat_at: now() }),
    complete: (id, facts) => completeIn(db, id, facts),

    async fail(id, { code, detail }) {
      await db
        .updateTable('videos')
        .set({ state: 'failed', reserved_bytes: null, failure_code: code, failure_detail: detail })
        .where('id', '=', id)
        .where('state', '=', 'uploading')
        .execute();
      return (await stateOf(db, id)) !== 'queued';
    },

    async sourceRemoved(id) {
      await db.updateTable('videos').set({ source_removed_at: now() }).where('id', '=', id).execute();
    },
  };
}
