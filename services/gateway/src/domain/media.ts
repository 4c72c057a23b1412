import { FIRST_STREAM_FILE, GROWING_STREAM_FILE, isObjectKey, LADDER_STREAM_FILE, mediaKeyOf } from '@kinora/contracts';
import { Problem, requirePlaybackToken } from '@kinora/service-kit';

/** `/media/<playback token>/<video id>/<path>` */
const MEDIA_PATH = /^\/media\/([^/]+)\/([^/]+)\/(.+)$/;

/** A published segment never changes: a new attempt writes to a new folder. */
const SEGMENT_MAX_AGE_SECONDS = 31_536_000;

/** What is made when it is asked for: the playlist that names all of a stream, and the captions that were added to a video. */
const COMPOSED = new RegExp(
  `^(?:\\d+/(?:${[LADDER_STREAM_FILE, FIRST_STREAM_FILE, GROWING_STREAM_FILE].join('|').replaceAll('.', '\\.')})|captions/.+)$`,
);

/** Where media comes from: an object of the store, such as `/objects/hls/ID/1/v720/init.mp4`, or the address as it is. */
export interface MediaTarget {
  service: 'file-svc' | 'streaming-webapp';
  path: string;
}

/**
 * Who answers a media address.
 * @throws Problem `playback-token-invalid` when the token does not open this video, `not-found` when nothing can be there
 */
export function mediaTarget(path: string, playbackSecret: string): MediaTarget {
  const [, token = '', videoId = '', rest = ''] = MEDIA_PATH.exec(path) ?? [];
  if (!rest) throw new Problem('not-found');
  requirePlaybackToken(token, videoId, playbackSecret);
  if (COMPOSED.test(rest)) return { service: 'streaming-webapp', path };
  const key = mediaKeyOf(videoId, rest);
  if (!isObjectKey(key)) throw new Problem('not-found');
  return { service: 'file-svc', path: `/objects/${key}` };
}

/** Playlists may grow and carry an ETag; all else is kept, but not by caches that several people share. */
export function mediaCacheControl(path: string, status: number): string {
  if (status >= 400) return 'no-store';
  return path.endsWith('.m3u8') ? 'no-cache' : `private, max-age=${SEGMENT_MAX_AGE_SECONDS}, immutable`;
}
