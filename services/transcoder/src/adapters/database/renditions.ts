import { sql } from 'kysely';
import { averageBps, type PlannedRendition, peakBps, type Rendition, sizeBytes } from '../../domain/hls/rendition.js';
import type { RenditionProgress } from '../../domain/progress/rendition-board.js';
import type { Tx } from './locks.js';

const REASON_MAX_CHARS = 500;

const about = (videoId: string, { name, kind, sound, width, height, frameRate }: Omit<PlannedRendition, 'reason'>) => {
  return { video_id: videoId, name, kind, label: sound?.label.name ?? null, width, height, frame_rate: frameRate };
};

const measured = (made: Rendition) => ({
  codecs: made.codecs,
  bandwidth_bps: peakBps(made),
  average_bandwidth_bps: averageBps(made),
  size_bytes: sizeBytes(made),
  segment_count: made.segments.length,
});

const given = <Column extends string>(...columns: Column[]) =>
  Object.fromEntries(columns.map((column) => [column, sql`VALUES(${sql.ref(column)})`]));

const ABOUT = ['kind', 'label', 'width', 'height', 'frame_rate'] as const;
const MEASURED = ['codecs', 'bandwidth_bps', 'average_bandwidth_bps', 'size_bytes', 'segment_count'] as const;

const removeOthers = (tx: Tx, videoId: string, renditions: { name: string }[]) =>
  tx
    .deleteFrom('renditions')
    .where('video_id', '=', videoId)
    .where(
      'name',
      'not in',
      renditions.map(({ name }) => name),
    )
    .execute();

/** What an earlier attempt finished is there to be watched until something newer takes its place. */
const KEEP_WHAT_IS_DONE = {
  progress: sql<number>`GREATEST(progress, VALUES(progress))`,
  state: sql<'done'>`IF(state = 'done', state, VALUES(state))`,
  ...Object.fromEntries(
    MEASURED.map((column) => [column, sql`COALESCE(VALUES(${sql.ref(column)}), ${sql.ref(column)})`]),
  ),
};

/** Makes the rows of a video say where each of its renditions is. The percent of a row never falls, and done stays done. */
export async function saveProgress(tx: Tx, videoId: string, renditions: RenditionProgress[]): Promise<void> {
  if (renditions.length === 0) return;
  await removeOthers(tx, videoId, renditions);
  const rows = renditions.map(({ state, percent, reason, made, ...rendition }) => ({
    ...about(videoId, rendition),
    ...{ state, progress: percent, reason: reason.slice(0, REASON_MAX_CHARS) },
    ...(made ? measured(made) : {}),
  }));
  await tx
    .insertInto('renditions')
    .values(rows)
    .onDuplicateKeyUpdate({ ...given(...ABOUT, 'reason'), ...KEEP_WHAT_IS_DONE })
    .execute();
}

/** Leaves the rows of what is published, measured. What was said of why stays. */
export async function saveFinished(tx: Tx, videoId: string, renditions: Rendition[]): Promise<void> {
  await removeOthers(tx, videoId, renditions);
  const rows = renditions.map((rendition) => ({
    ...about(videoId, rendition),
    ...{ state: 'done' as const, progress: 100, reason: '' },
    ...measured(rendition),
  }));
  await tx
    .insertInto('renditions')
    .values(rows)
    .onDuplicateKeyUpdate(given(...ABOUT, ...MEASURED, 'state', 'progress'))
    .execute();
}
