import { setTimeout as delay } from 'node:timers/promises';
import { GROWING_STREAM_FILE } from '@kinora/contracts';
import { canGrow, GROWING_PLAYLIST_FILE, writeGrowingPlaylist } from './hls/media-playlist.js';
import { writeMultivariantPlaylist } from './hls/multivariant-playlist.js';
import type { Rendition } from './hls/rendition.js';
import { MIN_TAIL_SECONDS } from './plan/plan.js';
import type { TranscodePlan } from './plan/transcode-plan.js';
import type { PutText } from './publish-playlists.js';

const PAUSE_MS = 500;

/** What players are told before the segments are known. They look for more about once in a target duration. */
export interface GrowthPace {
  targetSeconds: number;
  /** Enough for a player to begin and to look for more in time. */
  minSegments: number;
}

/** Nobody knows how far apart the key frames of a copied source are. */
export const PACE_OF_COPY: GrowthPace = { targetSeconds: 15, minSegments: 3 };

/** Encoded segments are as long as planned, the last one with its tail. */
export const paceOf = ({ copy, segmentSeconds }: TranscodePlan): GrowthPace =>
  copy ? PACE_OF_COPY : { targetSeconds: segmentSeconds + MIN_TAIL_SECONDS, minSegments: 2 };

/** What a viewer gets without choosing: the pictures, and the first sound. Other tracks of sound may be short, or come late. */
export const isAwaited = <Any extends Pick<Rendition, 'kind'>>(rendition: Any, _at: number, all: Any[]): boolean =>
  rendition.kind === 'video' || rendition === all.find(({ kind }) => kind === 'audio');

interface GrowingOptions {
  prefix: string;
  putText: PutText;
  pace: GrowthPace;
  /** Called once, when there is enough to watch. */
  onPlayable: (hlsPath: string) => Promise<void>;
  onError: (error: unknown) => void;
  signal: AbortSignal;
}

/** The playlists of a stream that grows. They name only what is stored. */
export interface GrowingStream {
  /** Resolves at once when the stream is visible; before, when it was seen whether this makes it so: nothing else is as urgent then. */
  offer(soFar: () => Promise<Rendition[]>): Promise<void>;
  /** Ends the playlists, if there are any, after what is under way is written. */
  end(renditions: Rendition[]): Promise<void>;
}

export function startGrowingStream(options: GrowingOptions): GrowingStream {
  const { prefix, putText, pace, onPlayable, onError, signal } = options;
  const mayGrow = (renditions: Rendition[]) =>
    renditions.every(({ segments }) => canGrow(segments, pace.targetSeconds));
  const isEnough = ({ segments }: Rendition) => segments.length >= pace.minSegments;
  let shown: string[] | undefined;
  const shownOf = (renditions: Rendition[]) => renditions.filter(({ name }) => shown?.includes(name));
  let longest = 0;
  let writing: Promise<void> | undefined;
  let offered: (() => Promise<Rendition[]>) | undefined;
  let growing: Promise<unknown> = Promise.resolve();
  /** A step that is run again begins with fewer segments; those that players know of are there all the same. */
  const hasGrown = (renditions: Rendition[]) => {
    const length = renditions.reduce((sum, { segments }) => sum + segments.length, 0);
    const grew = length > longest;
    longest = Math.max(longest, length);
    return grew;
  };
  const write = async (renditions: Rendition[], hasEnded: boolean) => {
    await Promise.all(
      renditions.map((rendition) => {
        const folder = `${prefix}${rendition.name}`;
        const text = writeGrowingPlaylist(rendition, folder, pace.targetSeconds, hasEnded);
        return putText(`${folder}/${GROWING_PLAYLIST_FILE}`, text);
      }),
    );
  };
  const show = async (renditions: Rendition[]) => {
    const key = `${prefix}${GROWING_STREAM_FILE}`;
    await putText(key, writeMultivariantPlaylist(renditions, GROWING_PLAYLIST_FILE));
    await onPlayable(key);
    shown = renditions.map(({ name }) => name);
  };
  /** @returns whether there was more to tell of */
  const grow = async (soFar: () => Promise<Rendition[]>): Promise<boolean> => {
    const all = await soFar();
    if (!all.filter(isAwaited).every(isEnough)) return false;
    const renditions = shown ? shownOf(all) : all.filter(isEnough);
    if (!mayGrow(renditions) || !hasGrown(renditions)) return false;
    await write(renditions, false);
    if (!shown) await show(renditions);
    return true;
  };
  const growOn = async () => {
    for (let soFar = offered; soFar; soFar = offered) {
      offered = undefined;
      growing = grow(soFar);
      if (await growing) await delay(PAUSE_MS, undefined, { signal });
    }
  };
  /** The last look may have begun before the newest segment was stored; another one follows it then. */
  const untilLookedAt = async () => {
    for (let look: unknown; !shown && look !== growing; ) {
      look = growing;
      await growing.catch(() => {});
    }
  };
  return {
    async offer(soFar) {
      offered = soFar;
      writing ??= growOn()
        .catch((error: unknown) => {
          if (!signal.aborted) onError(error);
        })
        .finally(() => {
          writing = undefined;
        });
      await untilLookedAt();
    },
    async end(renditions) {
      await writing;
      const grown = shownOf(renditions);
      if (shown && mayGrow(grown)) await write(grown, true);
    },
  };
}
