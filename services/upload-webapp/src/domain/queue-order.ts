import { queuePriority, stageOf } from '@kinora/contracts';
import type { WaitingVideo } from '@kinora/database';

const priorityOf = (row: WaitingVideo): number =>
  queuePriority({
    ...{ stage: stageOf(row.hls_path), durationSeconds: row.duration_seconds },
    ...{ sizeBytes: row.size_bytes, waitedSeconds: row.waited_seconds },
  });

/** The order in which workers take the videos that wait. */
export const queueOrder = (waiting: WaitingVideo[]): WaitingVideo[] =>
  waiting.toSorted((a, b) => priorityOf(a) - priorityOf(b) || a.queued_at.getTime() - b.queued_at.getTime());
