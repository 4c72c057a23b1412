import type { Database } from '@kinora/database';
import { unavailable } from '@kinora/service-kit';
import { sql } from 'kysely';
import type { Tx } from './in-transaction.js';
import { now } from './now.js';

/** Longer than storing a small object ever takes. */
const EXPECTED_WITHIN_SECONDS = 600;

type Writer = Pick<Database, 'insertInto'>;

const inSeconds = (seconds: number) => sql<Date>`UTC_TIMESTAMP(3) + INTERVAL ${seconds} SECOND`;

/** Called before an object is stored: whoever dies before a row names it leaves nothing behind. */
export async function expectObject(db: Writer, key: string): Promise<void> {
  const removeAfter = inSeconds(EXPECTED_WITHIN_SECONDS);
  await db.insertInto('unwanted_objects').values({ object_key: key, remove_after: removeAfter }).execute();
}

/**
 * From now on a row names the object.
 * @throws Problem `service-unavailable`, which undoes the transaction, when it came too late: the object may be gone
 */
export async function takeObject(tx: Tx, key: string): Promise<void> {
  const { numDeletedRows } = await tx.deleteFrom('unwanted_objects').where('object_key', '=', key).executeTakeFirst();
  if (numDeletedRows === 0n) throw unavailable('The storage', undefined, 'took too long');
}

/** No row will name the object. */
export async function giveUpObject(db: Database, key: string): Promise<void> {
  await db.updateTable('unwanted_objects').set({ remove_after: now() }).where('object_key', '=', key).execute();
}

/** No row names the object any more: the janitor removes it, when it was kept for who still has its address. */
export async function dropObject(db: Writer, key: string, keepSeconds = 0): Promise<void> {
  await db
    .insertInto('unwanted_objects')
    .values({ object_key: key, remove_after: inSeconds(keepSeconds) })
    .execute();
}

/** Keys of objects that may be removed. */
export async function unwantedObjects(db: Database, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('unwanted_objects')
    .select('object_key')
    .where('remove_after', '<=', now())
    .limit(limit)
    .execute();
  return rows.map((row) => row.object_key);
}

/** The object is gone. */
export async function forgetObject(db: Database, key: string): Promise<void> {
  await db.deleteFrom('unwanted_objects').where('object_key', '=', key).execute();
}
