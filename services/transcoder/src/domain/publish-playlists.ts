import { FIRST_STREAM_FILE, LADDER_STREAM_FILE } from '@kinora/contracts';
import { hasIFrames, writeIFramePlaylist } from './hls/i-frame-playlist.js';
import { I_FRAME_PLAYLIST_FILE, MEDIA_PLAYLIST_FILE, writeMediaPlaylist } from './hls/media-playlist.js';
import { writeMultivariantPlaylist } from './hls/multivariant-playlist.js';
import type { Rendition } from './hls/rendition.js';
import type { SubtitleRendition } from './plan/transcode-plan.js';

export type PutText = (key: string, text: string) => Promise<void>;

/** What a stream is made of. */
export interface Stream {
  renditions: Rendition[];
  subtitles?: SubtitleRendition[];
}

async function publishFinished(prefix: string, file: string, { renditions, subtitles }: Stream, putText: PutText) {
  await Promise.all(
    renditions.map(async (rendition) => {
      const folder = `${prefix}${rendition.name}`;
      await putText(`${folder}/${MEDIA_PLAYLIST_FILE}`, writeMediaPlaylist(rendition, folder));
      if (hasIFrames(rendition))
        await putText(`${folder}/${I_FRAME_PLAYLIST_FILE}`, writeIFramePlaylist(rendition, folder));
    }),
  );
  const key = `${prefix}${file}`;
  await putText(key, writeMultivariantPlaylist(renditions, MEDIA_PLAYLIST_FILE, subtitles));
  return key;
}

/**
 * Media playlists first, the one that names them last: nothing is visible before all of it is there.
 * @returns the key of the multivariant playlist
 */
export const publishPlaylists = (prefix: string, stream: Stream, putText: PutText): Promise<string> =>
  publishFinished(prefix, LADDER_STREAM_FILE, stream, putText);

export const publishFirst = (prefix: string, renditions: Rendition[], putText: PutText): Promise<string> =>
  publishFinished(prefix, FIRST_STREAM_FILE, { renditions }, putText);
