import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { RetryOutcome } from '../domain/refusal.js';
import { isSourceKept } from './kept-sources.js';

/** Asks for a new conversion of a failed video. The transcoder finds the wish in the row when it claims the video. */
export async function requestRetry(
  db: Database,
  ownerId: string,
  id: string,
  keepSeconds: number,
): Promise<RetryOutcome> {
  const { numAffectedRows } = await sql`
    UPDATE videos v JOIN transcodes t ON t.video_id = v.id
    SET v.retry_of_attempt = t.attempt
    WHERE v.id = ${id} AND v.owner_id = ${ownerId} AND v.deleted_at IS NULL AND v.trashed_at IS NULL AND v.state = 'queued'
      AND t.state = 'failed' AND v.source_removed_at IS NULL AND ${isSourceKept(keepSeconds)}
  `.execute(db);
  if (numAffectedRows) return 'accepted';
  const video = await db
    .selectFrom('video_overview as o')
    .innerJoin('videos as v', 'v.id', 'o.id')
    .select(['o.state', 'v.retry_of_attempt'])
    .where('o.id', '=', id)
    .where('o.owner_id', '=', ownerId)
    .where('o.trashed_at', 'is', null)
    .executeTakeFirst();
  if (!video) return 'not-found';
  if (video.state === 'failed') return 'source-gone';
  return video.retry_of_attempt !== null && video.state === 'processing' ? 'accepted' : 'not-failed';
}
