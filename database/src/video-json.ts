import { chaptersWithin, pictureKeys, type Video } from '@kinora/contracts';
import { mediaUrl } from '@kinora/service-kit';
import { readChapters } from './chapters.js';
import type { VideoOverview } from './schema.js';

/** Durations are sums of floating-point numbers; what lies below a millisecond is noise. */
const toMilliseconds = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/** A row of the overview as every API shows it, without the address of its media. */
function toVideo(row: VideoOverview): Video {
  return {
    id: row.id,
    title: row.video_name,
    description: row.description,
    tags: row.tags === '' ? [] : row.tags.split('\n'),
    language: row.language,
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

/** What stands for the video: what its owner chose, or else the transcoder. */
const posterOf = ({ id, picture_id: chosen, poster_path: poster, thumbnail_path: thumbnail }: VideoOverview) =>
  chosen === null ? { poster, thumbnail } : pictureKeys(id, chosen);

/** With signed addresses of its pictures, where there are any. Only for who may watch. */
export function toListedVideo(row: VideoOverview, playbackSecret: string): Video {
  const { poster, thumbnail } = posterOf(row);
  return {
    ...toVideo(row),
    ...(poster === null ? {} : { posterUrl: mediaUrl(poster, playbackSecret) }),
    ...(thumbnail === null ? {} : { thumbnailUrl: mediaUrl(thumbnail, playbackSecret) }),
  };
}

/** And with what playing it takes, where there is something to play. */
export function toPlayableVideo(row: VideoOverview, playbackSecret: string): Video {
  const listed = toListedVideo(row, playbackSecret);
  const { hls_path: hls, storyboard_path: storyboard } = row;
  if (!row.playable || hls === null) return listed;
  return {
    ...listed,
    playbackUrl: mediaUrl(hls, playbackSecret),
    ...(storyboard === null ? {} : { storyboardUrl: mediaUrl(storyboard, playbackSecret) }),
  };
}

/** And with its chapters. Those that lie beyond the end of a file that came later are left out. */
export function toWatchedVideo(row: VideoOverview, playbackSecret: string): Video {
  const video = toPlayableVideo(row, playbackSecret);
  const chapters = chaptersWithin(readChapters(row.chapters), video.durationSeconds);
  return chapters.length > 0 ? { ...video, chapters } : video;
}
