import { stageOf, type Urgency } from '@kinora/contracts';
import type { Database, WaitingVideo as WaitingRow } from '@kinora/database';
import { sql } from 'kysely';
import { NO_PICTURES, type StoredPictures } from '../../domain/pictures/stored-pictures.js';
import type { Unswept, WaitingVideo } from '../../domain/reconcile.js';
import { unwanted } from './locks.js';
import { PICTURE_COLUMNS, toPictures } from './pictures.js';

/** What the reconciler needs to know and to do. */
export interface Upkeep {
  /** Videos that wait for a worker: never claimed, given back, left by a worker that died, or to be tried again. Oldest first. */
  unfinished(limit: number): Promise<WaitingVideo[]>;
  /** How urgent a video is that a worker took. */
  urgencyOf(videoId: string): Promise<Urgency>;
  /** Deleted and discarded videos of which the transcoder still holds something, and at which no worker is any more. */
  deleted(limit: number): Promise<string[]>;
  /** Raises the attempt, so that whoever still works on the video may write nothing. */
  fence(videoId: string): Promise<void>;
  /** Videos that are done, of which more may be stored than is needed. */
  unswept(limit: number): Promise<Unswept[]>;
  /** What is shown of a video beside its stream. */
  picturesOf(videoId: string): Promise<StoredPictures>;
  /** Nothing more is stored of it than is needed. */
  markSwept(video: Pick<Unswept, 'videoId' | 'attempt'>): Promise<void>;
  /** The rows of a deleted video. */
  removeRows(videoId: string): Promise<void>;
}

type UrgencyRow = Pick<WaitingRow, 'size_bytes' | 'hls_path' | 'duration_seconds' | 'waited_seconds'>;

const toUrgency = (row: UrgencyRow): Urgency => ({
  ...{ stage: stageOf(row.hls_path), durationSeconds: row.duration_seconds },
  ...{ sizeBytes: row.size_bytes, waitedSeconds: row.waited_seconds },
});

export const createUpkeep = (db: Database): Upkeep => ({
  async unfinished(limit) {
    const rows = await db.selectFrom('waiting_videos').selectAll().orderBy('queued_at').limit(limit).execute();
    return rows.map((row) => ({ videoId: row.video_id, urgency: toUrgency(row) }));
  },

  async urgencyOf(videoId) {
    const waited = sql<number>`GREATEST(0, TIMESTAMPDIFF(SECOND, v.queued_at, UTC_TIMESTAMP(3)))`;
    const row = await db
      .selectFrom('videos as v')
      .innerJoin('transcodes as t', 't.video_id', 'v.id')
      .select(['v.size_bytes', 't.hls_path', 't.duration_seconds', waited.as('waited_seconds')])
      .where('v.id', '=', videoId)
      .executeTakeFirstOrThrow();
    return toUrgency(row);
  },

  async deleted(limit) {
    const rows = await db
      .selectFrom('videos as v')
      .innerJoin('transcodes as t', 't.video_id', 'v.id')
      .select('v.id')
      .where(unwanted)
      .where(sql<boolean>`(t.lease_until IS NULL OR t.lease_until < NOW(3))`)
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  },

  async fence(videoId) {
    await db.updateTable('transcodes').set({ attempt: sql`attempt + 1` }).where('video_id', '=', videoId).execute();
  },

  async unswept(limit) {
    const rows = await db
      .selectFrom('transcodes as t')
      .innerJoin('videos as v', 'v.id', 't.video_id')
      .select(['t.video_id', 't.attempt', 't.hls_path', 't.state'])
      .where('t.state', 'in', ['ready', 'failed'])
      .where('t.journal_path', 'is not', null)
      .where(sql<boolean>`NOT ${unwanted}`)
      .limit(limit)
      .execute();
    return rows.map(({ video_id: videoId, attempt, hls_path, state }) => {
      return { videoId, attempt, hlsPath: state === 'ready' ? hls_path : null };
    });
  },

  async picturesOf(videoId) {
    const row = await db
      .selectFrom('transcodes')
      .select(PICTURE_COLUMNS)
      .where('video_id', '=', videoId)
      .executeTakeFirst();
    return row ? toPictures(row) : NO_PICTURES;
  },

  async markSwept({ videoId, attempt }) {
    await db
      .updateTable('transcodes')
      .set({ journal_path: null })
      .where('video_id', '=', videoId)
      .where('attempt', '=', attempt)
      .where('state', 'in', ['ready', 'failed'])
      .execute();
  },

  async removeRows(videoId) {
    await db.deleteFrom('transcodes').where('video_id', '=', videoId).execute();
  },
});
