import { queuePriority, stageOf } from '@kinora/contracts';
import type { WaitingVideo } from '@kinora/database';

const priorityOf = (row: WaitingVideo): number =>
  queuePriority({
    ...{ stage: stageOf(row.hls_path), durationSeconds: row.duration_seconds },
    ...{ sizeBytes: row.size_bytes, waitedSeconds: row.waited_seconds },
  });

/** The order in which workers take the videos that wait. */
export const queueOrder = (waiting: WaitingVideo[]): WaitingVideo[] =>
  waiting
    .map((video) => ({ video, priority: priorityOf(video), queuedAt: video.queued_at.getTime() }))
    .sort((a, b) => a.priority - b.priority || a.queuedAt - b.queuedAt)
    .map(({ video }) => video);
