import { isObjectKey, mediaKeyOf } from '@kinora/contracts';
import { Problem, verifyPlaybackToken } from '@kinora/service-kit';

/** `/media/<playback token>/<video id>/<path>` */
const MEDIA_PATH = /^\/media\/([^/]+)\/([^/]+)\/(.+)$/;

/** A published segment never changes: a new attempt writes to a new folder. */
const SEGMENT_MAX_AGE_SECONDS = 31_536_000;

function requireToken(token: string, videoId: string, playbackSecret: string): void {
  try {
    if (verifyPlaybackToken(token, playbackSecret).sub === videoId) return;
  } catch (cause) {
    throw invalidToken(cause);
  }
  throw invalidToken();
}

const invalidToken = (cause?: unknown): Problem =>
  new Problem('playback-token-invalid', 'Please open the page of the video again to go on watching.', { cause });

/**
 * The key of the object that a media address asks for, such as `hls/ID/1/main.m3u8`.
 * @throws Problem `playback-token-invalid` when the token does not open this video, `not-found` when nothing can be there
 */
export function mediaKey(path: string, playbackSecret: string): string {
  const [, token = '', videoId = '', rest = ''] = MEDIA_PATH.exec(path) ?? [];
  if (!rest) throw new Problem('not-found');
  requireToken(token, videoId, playbackSecret);
  const key = mediaKeyOf(videoId, rest);
  if (!isObjectKey(key)) throw new Problem('not-found');
  return key;
}

/** Playlists may grow and carry an ETag; all else is kept, but not by caches that several people share. */
export function mediaCacheControl(key: string, status: number): string {
  if (status >= 400) return 'no-store';
  return key.endsWith('.m3u8') ? 'no-cache' : `private, max-age=${SEGMENT_MAX_AGE_SECONDS}, immutable`;
}
