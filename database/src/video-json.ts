import type { Video } from '@kinora/contracts';
import { playbackUrl } from '@kinora/service-kit';
import type { VideoOverview } from './schema.js';

/** Durations are sums of floating-point numbers; what lies below a millisecond is noise. */
const toMilliseconds = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/** A row of the overview as every API shows it, without the address of its media. */
export function toVideo(row: VideoOverview): Video {
  return {
    id: row.id,
    title: row.video_name,
    description: row.description,
    visibility: row.visibility,
    state: row.state,
    playable: Boolean(row.playable),
    // MariaDB makes a DECIMAL of COALESCE over an unsigned column, and that arrives as text.
    progress: Number(row.progress),
    durationSeconds: row.duration_seconds === null ? null : toMilliseconds(row.duration_seconds),
    createdAt: row.created_at.toISOString(),
    ...(row.state === 'failed' && row.failure_code !== null
      ? { failure: { code: row.failure_code, detail: row.failure_detail ?? '' } }
      : {}),
  };
}

/** The same with a signed address of its media, where there is something to play. Only for who may watch. */
export function toPlayableVideo(row: VideoOverview, playbackSecret: string): Video {
  if (!row.playable || row.hls_path === null) return toVideo(row);
  return { ...toVideo(row), playbackUrl: playbackUrl(row.id, row.hls_path, playbackSecret) };
}
