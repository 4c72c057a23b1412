import type { VideoPage } from '@kinora/contracts';
import { type Database, newestFirst, toPlayableVideo, type VideoOverview } from '@kinora/database';
import type { PageStart } from '@kinora/service-kit';
import { sql } from 'kysely';
import type { StudioVideo } from '../../web/props.js';
import type { VideoEdit } from '../domain/video-fields.js';
import { now } from './upload-records.js';

/** The videos of one owner. A video of somebody else is as good as none. */
export interface StudioVideos {
  list(ownerId: string, page: { start?: PageStart | undefined; limit: number }): Promise<VideoPage<StudioVideo>>;
  find(ownerId: string, id: string): Promise<StudioVideo | undefined>;
  /** Of several at once, whoever owns them: for callers that know who may see which. */
  findEach(ids: string[]): Promise<StudioVideo[]>;
  edit(ownerId: string, id: string, edit: VideoEdit): Promise<void>;
  /** Hides the video at once. @returns false when there was none */
  remove(ownerId: string, id: string): Promise<boolean>;
  /** Rejects when the database does not answer. */
  ping(): Promise<unknown>;
}

const toStudioVideo = (row: VideoOverview, playbackSecret: string): StudioVideo => ({
  ...toPlayableVideo(row, playbackSecret),
  fileName: row.file_name,
  sizeBytes: row.size_bytes,
});

export function createStudioVideos(db: Database, playbackSecret: string): StudioVideos {
  const overview = () => db.selectFrom('video_overview').selectAll();
  const owned = (ownerId: string, id: string) =>
    db.updateTable('videos').where('id', '=', id).where('owner_id', '=', ownerId).where('deleted_at', 'is', null);

  return {
    ping: () => sql`SELECT 1`.execute(db),

    async list(ownerId, { start, limit }) {
      const { rows, nextCursor } = await newestFirst(overview().where('owner_id', '=', ownerId), { start, limit });
      return { videos: rows.map((row) => toStudioVideo(row, playbackSecret)), nextCursor };
    },

    async find(ownerId, id) {
      const row = await overview().where('id', '=', id).where('owner_id', '=', ownerId).executeTakeFirst();
      return row && toStudioVideo(row, playbackSecret);
    },

    async findEach(ids) {
      const rows = await overview().where('id', 'in', ids).execute();
      return rows.map((row) => toStudioVideo(row, playbackSecret));
    },

    async edit(ownerId, id, { title, description, visibility }) {
      await owned(ownerId, id).set({ video_name: title, description, visibility }).execute();
    },

    async remove(ownerId, id) {
      const { numUpdatedRows } = await owned(ownerId, id).set({ deleted_at: now() }).executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
