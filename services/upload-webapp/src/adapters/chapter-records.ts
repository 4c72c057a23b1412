import { type Database, readChapters, type VideoOverview } from '@kinora/database';
import type { ChapterRecords, ChaptersOf } from '../domain/chapters.js';
import { inTransaction } from './in-transaction.js';
import { lockVideo } from './own-video.js';

const overviewOf = (db: Pick<Database, 'selectFrom'>, videoId: string) =>
  db.selectFrom('video_overview').select(['chapters', 'duration_seconds']).where('id', '=', videoId);

const toChapters = (row: Pick<VideoOverview, 'chapters' | 'duration_seconds'>): ChaptersOf => ({
  ...{ chapters: readChapters(row.chapters), durationSeconds: row.duration_seconds },
});

export function createChapterRecords(db: Database): ChapterRecords {
  return {
    async find(ownerId, videoId) {
      const row = await overviewOf(db, videoId).where('owner_id', '=', ownerId).executeTakeFirst();
      return row && toChapters(row);
    },

    replace: (ownerId, videoId, chapters, isCurrent) =>
      inTransaction(db, async (tx) => {
        const row = await lockVideo(tx, ownerId, videoId);
        if (!row) return 'not-found';
        if (row.trashed_at) return 'in-trash';
        const before = toChapters(await overviewOf(tx, videoId).executeTakeFirstOrThrow());
        if (!isCurrent(before.chapters)) return 'changed';
        await tx
          .updateTable('videos')
          .set({ chapters: JSON.stringify(chapters) })
          .where('id', '=', videoId)
          .execute();
        return 'done';
      }),
  };
}
