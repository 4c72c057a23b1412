import type { Video, VideoPage } from '@kinora/contracts';
import { contains, type Database, newestFirst, toListedVideo, toWatchedVideo } from '@kinora/database';
import type { PageStart } from '@kinora/service-kit';
import { sql } from 'kysely';
import { accessTo, type ViewerId } from '../domain/access.js';
import { withPlayingFile } from './playing-file.js';

export interface CatalogueSearch {
  /** Part of a title; empty for all. Case and accents do not matter. */
  query: string;
  start?: PageStart | undefined;
  limit: number;
}

export type Found = { access: 'granted'; video: Video; owned: boolean } | { access: 'login' } | { access: 'hidden' };

export interface Catalogue {
  /** What may be listed for this viewer: public videos and their own, once they can be played. */
  list(viewer: ViewerId, search: CatalogueSearch): Promise<VideoPage>;
  /** @param playingFileId what the viewer watches since before another file took its place */
  find(viewer: ViewerId, id: string, playingFileId?: string): Promise<Found>;
  /** Rejects when the database does not answer. */
  ping(): Promise<unknown>;
}

/** Reads videos as their viewers may see them. */
export function createCatalogue(db: Database, playbackSecret: string): Catalogue {
  const overview = () => db.selectFrom('video_overview').selectAll().where('trashed_at', 'is', null);

  return {
    ping: () => sql`SELECT 1`.execute(db),

    async list(viewer, { query, start, limit }) {
      const listed = overview()
        .where('playable', '=', 1)
        .where((eb) =>
          eb.or([eb('visibility', '=', 'public'), ...(viewer === null ? [] : [eb('owner_id', '=', viewer)])]),
        );
      const wanted = query ? listed.where(contains('video_name', query)) : listed;
      const { rows, nextCursor } = await newestFirst(wanted, { start, limit });
      return { videos: rows.map((row) => toListedVideo(row, playbackSecret)), nextCursor };
    },

    async find(viewer, id, playingFileId) {
      const row = await overview().where('id', '=', id).executeTakeFirst();
      if (!row) return { access: 'hidden' };
      const { owner_id: ownerId, visibility } = row;
      const access = accessTo({ ownerId, visibility, playable: Boolean(row.playable) }, viewer);
      if (access !== 'granted') return { access };
      const playing = playingFileId === undefined ? undefined : await withPlayingFile(db, row, playingFileId);
      return { access, video: toWatchedVideo(playing ?? row, playbackSecret), owned: viewer === ownerId };
    },
  };
}
