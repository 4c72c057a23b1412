import { setTimeout as delay } from 'node:timers/promises';
import { canGrow, writeGrowingPlaylist, writeMediaPlaylist } from './hls/media-playlist.js';
import { GROWING_PLAYLIST_FILE, MEDIA_PLAYLIST_FILE, writeMultivariantPlaylist } from './hls/multivariant-playlist.js';
import type { Rendition } from './hls/rendition.js';

const MULTIVARIANT_FILE = 'main.m3u8';
/** Names the copy alone, when it is whole and the ladder is not. */
const COPIED_MULTIVARIANT_FILE = 'copied.m3u8';
const GROWING_MULTIVARIANT_FILE = 'growing.m3u8';

type PutText = (key: string, text: string) => Promise<void>;

async function publishFinished(prefix: string, file: string, renditions: Rendition[], putText: PutText) {
  await Promise.all(
    renditions.map(({ name, segments }) =>
      putText(`${prefix}${name}/${MEDIA_PLAYLIST_FILE}`, writeMediaPlaylist(segments)),
    ),
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

export const publishCopied = (prefix: string, renditions: Rendition[], putText: PutText): Promise<string> =>
  publishFinished(prefix, COPIED_MULTIVARIANT_FILE, renditions, putText);

/** Enough for a player to begin and to look for more in time. */
const MIN_SEGMENTS = 3;
const PAUSE_MS = 500;

interface GrowingOptions {
  prefix: string;
  putText: PutText;
  /** Called once, when there is enough to watch. */
  onPlayable: (hlsPath: string) => Promise<void>;
  onError: (error: unknown) => void;
  signal: AbortSignal;
}

/** The playlists of a stream that grows. They name only what is stored. */
export interface GrowingStream {
  offer(soFar: () => Promise<Rendition[]>): void;
  /** Ends the playlists, if there are any, after what is under way is written. */
  end(renditions: Rendition[]): Promise<void>;
}

export function startGrowingStream({ prefix, putText, onPlayable, onError, signal }: GrowingOptions): GrowingStream {
  let isVisible = false;
  let writing: Promise<void> | undefined;
  const write = async (renditions: Rendition[], hasEnded: boolean) => {
    await Promise.all(
      renditions.map(({ name, segments }) =>
        putText(`${prefix}${name}/${GROWING_PLAYLIST_FILE}`, writeGrowingPlaylist(segments, hasEnded)),
      ),
    );
  };
  const show = async (renditions: Rendition[]) => {
    const key = `${prefix}${GROWING_MULTIVARIANT_FILE}`;
    await putText(key, writeMultivariantPlaylist(renditions, GROWING_PLAYLIST_FILE));
    await onPlayable(key);
    isVisible = true;
  };
  const grow = async (soFar: () => Promise<Rendition[]>) => {
    const renditions = await soFar();
    if (renditions.some(({ segments }) => segments.length < MIN_SEGMENTS || !canGrow(segments))) return;
    await write(renditions, false);
    if (!isVisible) await show(renditions);
    await delay(PAUSE_MS, undefined, { signal });
  };
  return {
    offer(soFar) {
      writing ??= grow(soFar)
        .catch((error: unknown) => {
          if (!signal.aborted) onError(error);
        })
        .finally(() => {
          writing = undefined;
        });
    },
    async end(renditions) {
      await writing;
      if (isVisible && renditions.every(({ segments }) => canGrow(segments))) await write(renditions, true);
    },
  };
}
