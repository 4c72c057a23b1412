import type { VideoState } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { Conversion, ConversionRendition } from '../../web/props.js';
import { isSourceKept } from './kept-sources.js';
import type { QueuePositions } from './queue-positions.js';

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

type RenditionRow = Awaited<ReturnType<typeof findRenditions>>[number];

/** Nothing is encoded while no worker is at it. */
const stateOf = ({ state }: RenditionRow, isRunning: boolean) =>
  state === 'encoding' && !isRunning ? 'waiting' : state;

const toRendition = (row: RenditionRow, isRunning: boolean): ConversionRendition => ({
  ...{ name: row.name, kind: row.kind, label: row.label, width: row.width, height: row.height },
  ...{ state: stateOf(row, isRunning), progress: row.progress, reason: row.reason },
  ...{ bitrateBps: row.average_bandwidth_bps, sizeBytes: row.size_bytes },
});

const SPEED_DIGITS = 1;

const round = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

type TranscodeRow = Awaited<ReturnType<typeof findTranscodes>>[number];

/** Of a video that is to be tried again nothing is told that was true of the conversion that failed. */
function toConversion(state: VideoState, transcode: TranscodeRow | undefined, renditions: RenditionRow[]): Conversion {
  const isRunning = Boolean(transcode?.is_running);
  const hasFailed = transcode?.state === 'failed';
  return {
    reasons: hasFailed && state !== 'failed' ? [] : (transcode?.reasons ?? []),
    renditions: hasFailed ? [] : renditions.map((row) => toRendition(row, isRunning)),
    speed: isRunning ? round(transcode?.speed ?? null, SPEED_DIGITS) : null,
    secondsLeft: isRunning ? round(transcode?.seconds_left ?? null, 0) : null,
    queuePosition: null,
    canRetry: hasFailed && state === 'failed' && Boolean(transcode.is_source_kept),
  };
}

const isUnfinished = (state: VideoState): boolean => state === 'queued' || state === 'processing';

/** What is told of the conversion of each of these videos. The queue is looked at only when one of them waits. */
export async function findConversions(
  db: Database,
  videos: { id: string; state: VideoState }[],
  { keepSeconds, findPositions }: { keepSeconds: number; findPositions: QueuePositions },
): Promise<Map<string, Conversion>> {
  const ids = videos.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const [transcodes, renditions] = await Promise.all([findTranscodes(db, ids, keepSeconds), findRenditions(db, ids)]);
  const transcodeOf = new Map(transcodes.map((transcode) => [transcode.video_id, transcode]));
  const waiting = videos.filter(({ id, state }) => isUnfinished(state) && !transcodeOf.get(id)?.is_running);
  const positions = waiting.length > 0 ? await findPositions() : new Map<string, number>();
  return new Map(
    videos.map(({ id, state }) => {
      const own = renditions.filter(({ video_id }) => video_id === id);
      const conversion = toConversion(state, transcodeOf.get(id), own);
      return [id, { ...conversion, queuePosition: positions.get(id) ?? null }];
    }),
  );
}
