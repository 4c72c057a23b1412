import type { Database, Schema } from '@kinora/database';
import { sql, type Transaction } from 'kysely';
import type { Claim } from '../../domain/transcode-deps.js';

export type Tx = Transaction<Schema>;

/** The database's own clock: those of the workers may differ. */
export const now = sql<Date>`NOW(3)`;
export const leaseEnd = (leaseMs: number) => sql<Date>`NOW(3) + INTERVAL ${leaseMs * 1_000} MICROSECOND`;

/** The row of a claim, as long as the claim holds. */
export const held = (tx: Tx | Database, { videoId, attempt }: Claim) =>
  tx.updateTable('transcodes').where('video_id', '=', videoId).where('attempt', '=', attempt);

/** Whoever locks both rows locks this one first. */
export const lockVideo = (tx: Tx, videoId: string) =>
  tx
    .selectFrom('videos')
    .select(['video_path', 'size_bytes', 'state', 'deleted_at', 'discarded_at', 'trashed_at', 'retry_of_attempt'])
    .where('id', '=', videoId)
    .forUpdate()
    .executeTakeFirst();

type VideoRow = NonNullable<Awaited<ReturnType<typeof lockVideo>>>;

/** The video is deleted, or its own file was given up for another one. */
export const isUnwanted = ({ deleted_at, discarded_at }: Pick<VideoRow, 'deleted_at' | 'discarded_at'>): boolean =>
  deleted_at !== null || discarded_at !== null;

/** The same of a video `v` in SQL. */
export const unwanted = sql<boolean>`(v.deleted_at IS NOT NULL OR v.discarded_at IS NOT NULL)`;

export const lockTranscode = (tx: Tx, videoId: string) =>
  tx
    .selectFrom('transcodes')
    .selectAll()
    .select(sql<number | null>`lease_until > NOW(3)`.as('is_held'))
    .where('video_id', '=', videoId)
    .forUpdate()
    .executeTakeFirst();

export type TranscodeRow = NonNullable<Awaited<ReturnType<typeof lockTranscode>>>;
