import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { RetryOutcome } from '../domain/refusal.js';
import { isSourceKept } from './kept-sources.js';

interface WhichFile {
  ownerId: string;
  /** Of the video. */
  id: string;
  /** The one that is served, unless it is given. */
  fileId: string | undefined;
}

/** The row of a file of a video that is there. */
const findFile = (db: Database, { ownerId, id, fileId }: WhichFile) =>
  db
    .selectFrom('videos as video')
    .innerJoin('video_files as f', 'f.video_id', 'video.id')
    .innerJoin('videos as v', 'v.id', 'f.file_id')
    .select(['v.id', 'f.state', 'v.retry_of_attempt'])
    .where('video.id', '=', id)
    .where('video.owner_id', '=', ownerId)
    .where('video.trashed_at', 'is', null)
    .where('f.file_id', '=', fileId ?? sql<string>`COALESCE(video.served_id, video.id)`)
    .executeTakeFirst();

/** Asks for a new conversion of a failed file. The transcoder finds the wish in the row when it claims it. */
export async function requestRetry(db: Database, which: WhichFile, keepSeconds: number): Promise<RetryOutcome> {
  const file = await findFile(db, which);
  if (!file) return 'not-found';
  const { numAffectedRows } = await sql`
    UPDATE videos v JOIN transcodes t ON t.video_id = v.id
    SET v.retry_of_attempt = t.attempt
    WHERE v.id = ${file.id} AND v.deleted_at IS NULL AND v.trashed_at IS NULL AND v.state = 'queued'
      AND t.state = 'failed' AND v.source_removed_at IS NULL AND ${isSourceKept(keepSeconds)}
  `.execute(db);
  if (numAffectedRows) return 'accepted';
  const { state, retry_of_attempt } = (await findFile(db, which)) ?? file;
  if (state === 'failed') return 'source-gone';
  return retry_of_attempt !== null && (state === 'processing' || state === 'queued') ? 'accepted' : 'not-failed';
}
