import { type Database, readChapters } from '@kinora/database';
import type { ChapterRecords } from '../domain/chapters.js';
import { lockVideo } from './own-video.js';

export function createChapterRecords(db: Database): ChapterRecords {
  return {
    async find(ownerId, videoId) {
      const row = await db
        .selectFrom('video_overview')
        .select(['chapters', 'duration_seconds'])
        .where('id', '=', videoId)
        .where('owner_id', '=', ownerId)
        .executeTakeFirst();
      return row && { chapters: readChapters(row.chapters), durationSeconds: row.duration_seconds };
    },

    replace: (ownerId, videoId, chapters, isCurrent) =>
      db.transaction().execute(async (tx) => {
        const row = await lockVideo(tx, ownerId, videoId);
        if (!row) return 'not-found';
        if (row.trashed_at) return 'in-trash';
        if (!isCurrent(readChapters(row.chapters))) return 'changed';
        await tx
          .updateTable('videos')
          .set({ chapters: chapters.length > 0 ? JSON.stringify(chapters) : null })
          .where('id', '=', videoId)
          .execute();
        return 'done';
      }),
  };
}
