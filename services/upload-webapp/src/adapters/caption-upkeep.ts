import type { Database } from '@kinora/database';
import { inTransaction, type Tx } from './in-transaction.js';
import { dropObject } from './unwanted-objects.js';

const AT_ONCE = 100;

const findLeft = (db: Database) =>
  db
    .selectFrom('captions as c')
    .innerJoin('videos as v', 'v.id', 'c.video_id')
    .select('c.id')
    .where('v.deleted_at', 'is not', null)
    .limit(AT_ONCE)
    .execute();

/** Objects before rows: a key stands among the unwanted ones before the last row that names it goes. */
async function dropCaption(tx: Tx, id: string): Promise<void> {
  const caption = await tx
    .selectFrom('captions')
    .select('text_path')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!caption) return;
  await dropObject(tx, caption.text_path);
  await tx.deleteFrom('captions').where('id', '=', id).execute();
}

/** Rows are looked for first and locked by their ids, so that nothing is locked that is only looked at. */
export async function dropCaptionsOfDeleted(db: Database): Promise<void> {
  for (const { id } of await findLeft(db)) await inTransaction(db, (tx) => dropCaption(tx, id));
}
