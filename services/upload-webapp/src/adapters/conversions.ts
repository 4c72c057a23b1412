import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { Conversion, ConversionRendition } from '../../web/props.js';
import { queueOrder } from '../domain/queue-order.js';
import { isSourceKept } from './kept-sources.js';

async function findTranscodes(db: Database, ids: string[], keepSeconds: number) {
  return db
    .selectFrom('transcodes as t')
    .innerJoin('videos as v', 'v.id', 't.video_id')
    .select(['t.video_id', 't.state', 't.reasons', 't.speed', 't.seconds_left'])
    .select(sql<number | null>`t.state = 'processing' AND t.lease_until > NOW(3)`.as('is_running'))
    .select(sql<number>`v.source_removed_at IS NULL AND ${isSourceKept(keepSeconds)}`.as('is_source_kept'))
    .where('t.video_id', 'in', ids)
    .execute();
}

/** Largest picture first, sound last. */
const findRenditions = (db: Database, ids: string[]) =>
  db
    .selectFrom('renditions')
    .selectAll()
    .where('video_id', 'in', ids)
    .orderBy('kind')
    .orderBy(sql`width * height`, 'desc')
    .orderBy('name')
    .execute();

/** The place of every video that waits, from 1 on. */
async function findPositions(db: Database): Promise<Map<string, number>> {
  const waiting = await db.selectFrom('waiting_videos').selectAll().execute();
  return new Map(queueOrder(waiting).map(({ video_id }, at) => [video_id, at + 1]));
}

type RenditionRow = Awaited<ReturnType<typeof findRenditions>>[number];

const toRendition = (row: RenditionRow): ConversionRendition => ({
  ...{ name: row.name, kind: row.kind, label: row.label, width: row.width, height: row.height },
  ...{ state: row.state, progress: row.progress, reason: row.reason },
  ...{ bitrateBps: row.average_bandwidth_bps, sizeBytes: row.size_bytes },
});

const SPEED_DIGITS = 1;

const round = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

/** What is told of the conversion of each of these videos. */
export async function findConversions(
  db: Database,
  videos: { id: string; state: string }[],
  keepSeconds: number,
): Promise<Map<string, Conversion>> {
  const ids = videos.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const isAnyUnfinished = videos.some(({ state }) => state === 'queued' || state === 'processing');
  const [transcodes, renditions, positions] = await Promise.all([
    findTranscodes(db, ids, keepSeconds),
    findRenditions(db, ids),
    isAnyUnfinished ? findPositions(db) : new Map<string, number>(),
  ]);
  const conversions = videos.map(({ id, state }): [string, Conversion] => {
    const transcode = transcodes.find(({ video_id }) => video_id === id);
    const isRunning = Boolean(transcode?.is_running);
    const isFailed = state === 'failed';
    return [
      id,
      {
        reasons: transcode?.reasons ?? [],
        renditions: isFailed ? [] : renditions.filter(({ video_id }) => video_id === id).map(toRendition),
        speed: isRunning ? round(transcode?.speed ?? null, SPEED_DIGITS) : null,
        secondsLeft: isRunning ? round(transcode?.seconds_left ?? null, 0) : null,
        queuePosition: positions.get(id) ?? null,
        canRetry: isFailed && transcode?.state === 'failed' && Boolean(transcode.is_source_kept),
      },
    ];
  });
  return new Map(conversions);
}
