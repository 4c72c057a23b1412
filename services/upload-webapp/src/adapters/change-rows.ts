import type { Database, Schema } from '@kinora/database';
import type { UpdateObject } from 'kysely';

/**
 * Changes rows of videos, each by its id alone: a condition on another column, or several ids at once, may make MariaDB lock rows
 * that are only looked at.
 */
export async function changeRows(db: Database, ids: string[], columns: UpdateObject<Schema, 'videos'>): Promise<void> {
  for (const id of ids) await db.updateTable('videos').set(columns).where('id', '=', id).execute();
}
