import type { Database, Schema } from '@kinora/database';
import type { UpdateObject } from 'kysely';

/**
 * Changes rows of videos, each by its id alone: a condition on another column, or several ids at once, may make MariaDB lock rows
 * that are only looked at.
 * @returns how many of them are other than before
 */
export async function changeRows(
  db: Database,
  ids: string[],
  columns: UpdateObject<Schema, 'videos'>,
): Promise<number> {
  let changed = 0n;
  for (const id of ids) {
    const { numChangedRows = 0n } = await db.updateTable('videos').set(columns).where('id', '=', id).executeTakeFirst();
    changed += numChangedRows;
  }
  return Number(changed);
}
