import type { Database } from '@kinora/database';
import { sql } from 'kysely';

/** What the reconciler needs to know and to do. */
export interface Upkeep {
  /** Videos that wait for a worker: never claimed, given back, left by a worker that died, or to be tried again. Oldest first. */
  unfinished(limit: number): Promise<string[]>;
  /** Deleted videos of which the transcoder still holds something, and at which no worker is any more. */
  deleted(limit: number): Promise<string[]>;
  /** Raises the attempt, so that whoever still works on the video may write nothing. */
  fence(videoId: string): Promise<void>;
  /** The rows of a deleted video. */
  removeRows(videoId: string): Promise<void>;
}

export const createUpkeep = (db: Database): Upkeep => ({
  async unfinished(limit) {
    const rows = await db.selectFrom('waiting_videos').select('video_id').orderBy('queued_at').limit(limit).execute();
    return rows.map((row) => row.video_id);
  },

  async deleted(limit) {
    const rows = await db
      .selectFrom('videos as v')
      .innerJoin('transcodes as t', 't.video_id', 'v.id')
      .select('v.id')
      .where('v.deleted_at', 'is not', null)
      .where(sql<boolean>`(t.lease_until IS NULL OR t.lease_until < NOW(3))`)
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  },

  async fence(videoId) {
    await db.updateTable('transcodes').set({ attempt: sql`attempt + 1` }).where('video_id', '=', videoId).execute();
  },

  async removeRows(videoId) {
    await db.deleteFrom('transcodes').where('video_id', '=', videoId).execute();
  },
});
