import type { VideoPage } from '@kinora/contracts';
import { type Database, toPlayableVideo, type VideoOverview } from '@kinora/database';
import { sql } from 'kysely';
import type { StudioStorage, StudioVideo } from '../../web/props.js';
import type { RetryOutcome } from '../domain/refusal.js';
import type { VideoEdit } from '../domain/video-fields.js';
import { findConversions } from './conversions.js';
import { createQueuePositions } from './queue-positions.js';
import { requestRetry } from './retries.js';
import { now } from './upload-records.js';
import { findListPage, findStorage, type ListRequest } from './video-list.js';

/** The videos of one owner. A video of somebody else is as good as none. */
export interface StudioVideos {
  list(ownerId: string, request: ListRequest): Promise<VideoPage<StudioVideo>>;
  storage(ownerId: string): Promise<StudioStorage>;
  find(ownerId: string, id: string): Promise<StudioVideo | undefined>;
  /** Those of which a file with this fingerprint is stored. */
  findStored(ownerId: string, fingerprint: string): Promise<StudioVideo[]>;
  /** Of several at once, whoever owns them: for callers that know who may see which. */
  findEach(ids: string[]): Promise<StudioVideo[]>;
  edit(ownerId: string, id: string, edit: VideoEdit): Promise<void>;
  /** Asks for a new conversion of a failed video. */
  retry(ownerId: string, id: string): Promise<RetryOutcome>;
  /** Hides the video at once. @returns false when there was none */
  remove(ownerId: string, id: string): Promise<boolean>;
  /** Rejects when the database does not answer. */
  ping(): Promise<unknown>;
}

type StudioRow = VideoOverview & { stored_bytes: number };

interface StudioVideosOptions {
  db: Database;
  playbackSecret: string;
  /** How long the source of a failed video is kept that looked worthless. */
  failedSourceKeepSeconds: number;
}

export function createStudioVideos({ db, playbackSecret, failedSourceKeepSeconds }: StudioVideosOptions): StudioVideos {
  const findPositions = createQueuePositions(db);
  const overview = () =>
    db
      .selectFrom('video_overview')
      .innerJoin('video_list', 'video_id', 'id')
      .selectAll('video_overview')
      .select('stored_bytes');
  const owned = (ownerId: string, id: string) =>
    db.updateTable('videos').where('id', '=', id).where('owner_id', '=', ownerId).where('deleted_at', 'is', null);

  const withConversions = async (rows: StudioRow[]): Promise<StudioVideo[]> => {
    const conversions = await findConversions(db, rows, { keepSeconds: failedSourceKeepSeconds, findPositions });
    return rows.flatMap((row) => {
      const conversion = conversions.get(row.id);
      const file = {
        fileName: row.file_name,
        sizeBytes: row.size_bytes,
        sha256: row.sha256,
        storedBytes: row.stored_bytes,
        version: row.version,
      };
      return conversion ? [{ ...toPlayableVideo(row, playbackSecret), ...file, conversion }] : [];
    });
  };

  return {
    ping: () => sql`SELECT 1`.execute(db),

    async list(ownerId, request) {
      const { ids, nextCursor } = await findListPage(db, ownerId, request);
      const rows = ids.length > 0 ? await overview().where('id', 'in', ids).execute() : [];
      return { videos: await withConversions(rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))), nextCursor };
    },

    storage: (ownerId) => findStorage(db, ownerId),

    async find(ownerId, id) {
      const rows = await overview().where('id', '=', id).where('video_overview.owner_id', '=', ownerId).execute();
      return (await withConversions(rows))[0];
    },

    async findStored(ownerId, fingerprint) {
      const stored = db
        .selectFrom('videos')
        .select('id')
        .where('owner_id', '=', ownerId)
        .where('fingerprint', '=', fingerprint)
        .where('state', '=', 'queued');
      return withConversions(await overview().where('id', 'in', stored).execute());
    },

    async findEach(ids) {
      return withConversions(await overview().where('id', 'in', ids).execute());
    },

    async edit(ownerId, id, { title, description, visibility }) {
      await owned(ownerId, id).set({ video_name: title, description, visibility }).execute();
    },

    retry: (ownerId, id) => requestRetry(db, ownerId, id, failedSourceKeepSeconds),

    async remove(ownerId, id) {
      const { numUpdatedRows } = await owned(ownerId, id).set({ deleted_at: now() }).executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
