import type { Database, VideoOverview } from '@kinora/database';
import { PLAYBACK_TTL_SECONDS } from '@kinora/service-kit';
import { sql } from 'kysely';

/** No longer than the addresses hold that were given out before. */
const isLately = sql<boolean>`f.set_aside_at > UTC_TIMESTAMP(3) - INTERVAL ${PLAYBACK_TTL_SECONDS} SECOND`;

/**
 * A video with the file that somebody watches since before another one took its place: they go on with it. Undefined when it is
 * the one that is served, or is not kept.
 */
export async function withPlayingFile(
  db: Database,
  video: VideoOverview,
  fileId: string,
): Promise<VideoOverview | undefined> {
  const file = await db
    .selectFrom('videos as f')
    .innerJoin('transcodes as t', 't.video_id', 'f.id')
    .select(['f.id as media_id', 't.state', 't.playable', 't.progress', 't.hls_path', 't.duration_seconds'])
    .select(['t.storyboard_path', 't.width', 't.height'])
    .where('f.id', '=', fileId)
    .where(sql<string>`COALESCE(f.replaces, f.id)`, '=', video.id)
    .where('f.deleted_at', 'is', null)
    .where('f.discarded_at', 'is', null)
    .where('t.playable', '=', 1)
    .where(isLately)
    .executeTakeFirst();
  return file && { ...video, ...file };
}
