import type { Database } from '@kinora/database';
import { inTransaction, type Tx } from './in-transaction.js';
import { before } from './now.js';
import { dropObject } from './unwanted-objects.js';

const AT_ONCE = 100;

const findLeft = (db: Database, keepSeconds: number) =>
  db
    .selectFrom('captions as c')
    .innerJoin('videos as v', 'v.id', 'c.video_id')
    .select(['c.id', 'c.deleted_at'])
    .where((eb) => eb.or([eb('v.deleted_at', 'is not', null), eb('c.deleted_at', '<=', before(keepSeconds))]))
    .limit(AT_ONCE)
    .execute();

type LeftCaption = Awaited<ReturnType<typeof findLeft>>[number];

/**
 * Objects before rows: a key stands among the unwanted ones before the last row that names it goes. What was restored in the
 * meantime stays.
 */
async function dropCaption(tx: Tx, { id, deleted_at }: LeftCaption): Promise<void> {
  const caption = await tx
    .selectFrom('captions')
    .select(['text_path', 'deleted_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!caption || caption.deleted_at?.getTime() !== deleted_at?.getTime()) return;
  await dropObject(tx, caption.text_path);
  await tx.deleteFrom('captions').where('id', '=', id).execute();
}

/** Rows are looked for first and locked by their ids, so that nothing is locked that is only looked at. */
export async function dropDeletedCaptions(db: Database, keepSeconds: number): Promise<void> {
  for (const left of await findLeft(db, keepSeconds)) await inTransaction(db, (tx) => dropCaption(tx, left));
}
