import type { VideoPage, VideoState } from '@kinora/contracts';
import { type Database, toPlayableVideo, type VideoOverview } from '@kinora/database';
import { sql } from 'kysely';
import type { StudioStorage, StudioVideo } from '../../web/props.js';
import type { RetryOutcome } from '../domain/refusal.js';
import { findConversions } from './conversions.js';
import { createQueuePositions } from './queue-positions.js';
import { requestRetry } from './retries.js';
import { findVideoFiles } from './video-files.js';
import { findListPage, findStorage, type ListRequest } from './video-list.js';

/** The videos of one owner. A video of somebody else is as good as none. */
export interface StudioVideos {
  list(ownerId: string, request: ListRequest): Promise<VideoPage<StudioVideo>>;
  storage(ownerId: string): Promise<StudioStorage>;
  /** In the trash too. */
  find(ownerId: string, id: string): Promise<StudioVideo | undefined>;
  /** The video of which this is the file, or one of the files. */
  findByFile(ownerId: string, fileId: string): Promise<StudioVideo | undefined>;
  /** Those of which a file with this fingerprint is stored. */
  findStored(ownerId: string, fingerprint: string): Promise<StudioVideo[]>;
  /** Of several at once that are not in the trash, whoever owns them: for callers that know who may see which. */
  findEach(ids: string[]): Promise<StudioVideo[]>;
  /** Asks for a new conversion of a file that failed: of the one that is served, unless another one is named. */
  retry(ownerId: string, id: string, fileId?: string): Promise<RetryOutcome>;
  /** Rejects when the database does not answer. */
  ping(): Promise<unknown>;
}

type StudioRow = VideoOverview & { stored_bytes: number };

interface StudioVideosOptions {
  db: Database;
  playbackSecret: string;
  /** How long the source of a failed video is kept that looked worthless. */
  failedSourceKeepSeconds: number;
  /** How long a video stays in the trash. */
  trashKeepSeconds: number;
  /** How long a file is kept in whose place viewers get another one. */
  formerFileKeepSeconds: number;
}

const inTrash = (since: Date, keepSeconds: number) => ({
  since: since.toISOString(),
  until: new Date(since.getTime() + keepSeconds * 1_000).toISOString(),
});

export function createStudioVideos({
  db,
  playbackSecret,
  failedSourceKeepSeconds,
  trashKeepSeconds,
  formerFileKeepSeconds,
}: StudioVideosOptions): StudioVideos {
  const findPositions = createQueuePositions(db);
  const overview = () =>
    db
      .selectFrom('video_overview')
      .innerJoin('video_list', 'video_id', 'id')
      .selectAll('video_overview')
      .select('stored_bytes');

  const conversionsOf = (files: { id: string; state: VideoState }[]) =>
    findConversions(db, files, { keepSeconds: failedSourceKeepSeconds, findPositions });

  const withConversions = async (rows: StudioRow[]): Promise<StudioVideo[]> => {
    const ids = rows.map(({ id }) => id);
    const [conversions, files] = await Promise.all([
      conversionsOf(rows.map(({ media_id: id, state }) => ({ id, state }))),
      findVideoFiles(db, ids, { keepSeconds: formerFileKeepSeconds, conversionsOf }),
    ]);
    return rows.flatMap((row) => {
      const conversion = conversions.get(row.media_id);
      const own = {
        fileName: row.file_name,
        sizeBytes: row.size_bytes,
        sha256: row.sha256,
        storedBytes: row.stored_bytes,
        version: row.version,
        files: files.get(row.id) ?? [],
        ...(row.trashed_at ? { trash: inTrash(row.trashed_at, trashKeepSeconds) } : {}),
      };
      return conversion ? [{ ...toPlayableVideo(row, playbackSecret), ...own, conversion }] : [];
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

    async findByFile(ownerId, fileId) {
      const video = db
        .selectFrom('videos')
        .select(({ fn }) => fn.coalesce('replaces', 'id').as('id'))
        .where('id', '=', fileId);
      const rows = await overview().where('id', '=', video).where('video_overview.owner_id', '=', ownerId).execute();
      return (await withConversions(rows))[0];
    },

    async findStored(ownerId, fingerprint) {
      const stored = db
        .selectFrom('videos')
        .select(({ fn }) => fn.coalesce('replaces', 'id').as('id'))
        .where('owner_id', '=', ownerId)
        .where('fingerprint', '=', fingerprint)
        .where('trashed_at', 'is', null)
        .where('deleted_at', 'is', null)
        .where('discarded_at', 'is', null)
        .where('state', '=', 'queued');
      return withConversions(await overview().where('id', 'in', stored).execute());
    },

    async findEach(ids) {
      return withConversions(await overview().where('id', 'in', ids).where('trashed_at', 'is', null).execute());
    },

    retry: (ownerId, id, fileId) => requestRetry(db, { ownerId, id, fileId }, failedSourceKeepSeconds),
  };
}
