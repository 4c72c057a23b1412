import { MEDIA_PLAYLIST_FILE, writeMediaPlaylist } from './hls/media-playlist.js';
import { writeMultivariantPlaylist } from './hls/multivariant-playlist.js';
import type { Rendition } from './hls/rendition.js';

const MULTIVARIANT_FILE = 'main.m3u8';
/** Names what the first step made, when it is whole and the ladder is not. */
const FIRST_MULTIVARIANT_FILE = 'first.m3u8';

export type PutText = (key: string, text: string) => Promise<void>;

async function publishFinished(prefix: string, file: string, renditions: Rendition[], putText: PutText) {
  await Promise.all(
    renditions.map((rendition) => {
      const folder = `${prefix}${rendition.name}`;
      return putText(`${folder}/${MEDIA_PLAYLIST_FILE}`, writeMediaPlaylist(rendition, folder));
    }),
  );
  const key = `${prefix}${file}`;
  await putText(key, writeMultivariantPlaylist(renditions));
  return key;
}

/**
 * Media playlists first, the one that names them last: nothing is visible before all of it is there.
 * @returns the key of the multivariant playlist
 */
export const publishPlaylists = (prefix: string, renditions: Rendition[], putText: PutText): Promise<string> =>
  publishFinished(prefix, MULTIVARIANT_FILE, renditions, putText);

export const publishFirst = (prefix: string, renditions: Rendition[], putText: PutText): Promise<string> =>
  publishFinished(prefix, FIRST_MULTIVARIANT_FILE, renditions, putText);
