import Hls, { type ErrorData, ErrorTypes, Events, type HlsConfig } from 'hls.js';
import { rememberBandwidth, rememberedBandwidthBps } from './bandwidth-memory.js';
import type { Trouble } from './recovery.js';
import { type Rendition, renditionsOf } from './rendition.js';

export const AUTO = -1;

export interface EngineEvents {
  onRenditions(renditions: Rendition[]): void;
  /** The level that is on the screen now. */
  onLevel(level: number): void;
  /** Media arrives: whatever was wrong before is over. */
  onProgress(): void;
  /** The engine gave up. */
  onTrouble(trouble: Trouble): void;
}

export interface Engine {
  /** Plays this level from the next segment on, or lets the engine choose (`AUTO`). */
  select(level: number): void;
  /** Goes on with another stream of the same video, without a stop. */
  change(url: string): void;
  destroy(): void;
}

const BUFFER_AHEAD_SECONDS = 30;
/** Until play is pressed: enough to start at once, little enough when nobody does. */
const BUFFER_AHEAD_BEFORE_PLAY_SECONDS = 10;
/** A second decoding error within this time is not recovered from. */
const MEDIA_ERROR_WINDOW_MS = 10_000;

const config = (startSeconds: number): Partial<HlsConfig> => ({
  startPosition: startSeconds > 0 ? startSeconds : -1,
  abrEwmaDefaultEstimate: rememberedBandwidthBps(),
  testBandwidth: false,
  capLevelToPlayerSize: true,
  maxBufferLength: BUFFER_AHEAD_BEFORE_PLAY_SECONDS,
  backBufferLength: 60,
});

const isRefused = ({ response }: ErrorData): boolean => response?.code === 403 || response?.code === 401;

/** Tries to go on by itself once; tells what it cannot mend. */
function handleErrors(hls: Hls, onTrouble: EngineEvents['onTrouble']): void {
  let recoveredAt = Number.NEGATIVE_INFINITY;
  hls.on(Events.ERROR, (_event, data) => {
    if (isRefused(data)) {
      hls.stopLoad();
      onTrouble('expired');
    } else if (data.fatal && data.type === ErrorTypes.NETWORK_ERROR) {
      onTrouble('network');
    } else if (data.fatal && performance.now() - recoveredAt > MEDIA_ERROR_WINDOW_MS) {
      recoveredAt = performance.now();
      hls.recoverMediaError();
    } else if (data.fatal) onTrouble('media');
  });
}

/** A browser plays on two speakers, as a rule: the stereo is mixed for them, and the bandwidth is better spent on the picture. */
function leaveOutSurround(hls: Hls): void {
  const isStereo = (groups: readonly (string | undefined)[] = []) => !groups.includes('surround');
  for (let level = hls.levels.length - 1; level >= 0; level--)
    if (!isStereo(hls.levels[level]?.audioGroups)) hls.removeLevel(level);
}

function createHls(url: string, startSeconds: number, events: EngineEvents): Hls {
  const hls = new Hls(config(startSeconds));
  hls.on(Events.MANIFEST_PARSED, () => leaveOutSurround(hls));
  hls.on(Events.LEVEL_SWITCHED, (_event, { level }) => events.onLevel(level));
  hls.on(Events.FRAG_BUFFERED, events.onProgress);
  hls.loadSource(url);
  return hls;
}

/** What was being appended when loading stopped is in the buffer by then. */
const SETTLE_MS = 150;

/**
 * Changes to another stream of the same video while it plays: the next engine takes over the buffer that the last one filled, so that the
 * picture never stops. A stream that cannot be opened is left alone.
 */
function takeOver(last: Hls, next: Hls, onTaken: () => void): void {
  next.once(Events.ERROR, () => {
    if (!next.media) next.destroy();
  });
  next.once(Events.MANIFEST_PARSED, () => {
    last.stopLoad();
    setTimeout(() => {
      const media = last.media;
      if (!media) return next.destroy();
      next.config.maxBufferLength = last.config.maxBufferLength;
      next.attachMedia(last.transferMedia() ?? media);
      last.destroy();
      onTaken();
    }, SETTLE_MS);
  });
}

function playWithHlsJs(video: HTMLVideoElement, url: string, startSeconds: number, events: EngineEvents): Engine {
  let hls = createHls(url, startSeconds, events);
  let isTaken = false;
  const fillBuffer = () => {
    hls.config.maxBufferLength = BUFFER_AHEAD_SECONDS;
  };
  video.addEventListener('play', fillBuffer, { once: true });
  hls.on(Events.MANIFEST_PARSED, () => events.onRenditions(renditionsOf(hls.levels)));
  handleErrors(hls, events.onTrouble);
  hls.attachMedia(video);
  return {
    select: (level) => {
      // What another engine buffered cannot be replaced piece by piece.
      if (isTaken) hls.currentLevel = level;
      else hls.nextLevel = level;
    },
    change: (nextUrl) => {
      rememberBandwidth(hls.bandwidthEstimate);
      const next = createHls(nextUrl, video.currentTime, events);
      takeOver(hls, next, () => {
        hls = next;
        handleErrors(hls, events.onTrouble);
        events.onRenditions(renditionsOf(hls.levels));
        isTaken = true;
      });
    },
    destroy: () => {
      rememberBandwidth(hls.bandwidthEstimate);
      video.removeEventListener('play', fillBuffer);
      hls.destroy();
    },
  };
}

/** Safari on phones plays HLS by itself and lets nobody choose the quality. */
function playNatively(video: HTMLVideoElement, url: string, startSeconds: number, events: EngineEvents): Engine {
  const abort = new AbortController();
  const { signal } = abort;
  const onError = () => events.onTrouble(video.error?.code === MediaError.MEDIA_ERR_DECODE ? 'media' : 'network');
  video.addEventListener('error', onError, { signal });
  video.addEventListener('playing', events.onProgress, { signal });
  if (startSeconds > 0) {
    const seek = () => {
      video.currentTime = startSeconds;
    };
    video.addEventListener('loadedmetadata', seek, { once: true, signal });
  }
  video.src = url;
  return {
    select: () => {},
    change: () => {},
    destroy: () => {
      abort.abort();
      video.removeAttribute('src');
    },
  };
}

/** Undefined when the browser can play no HLS at all. hls.js comes first: a "maybe" of a browser is not reliable. */
export function startEngine(
  video: HTMLVideoElement,
  url: string,
  startSeconds: number,
  events: EngineEvents,
): Engine | undefined {
  if (Hls.isSupported()) return playWithHlsJs(video, url, startSeconds, events);
  if (video.canPlayType('application/vnd.apple.mpegurl')) return playNatively(video, url, startSeconds, events);
  return undefined;
}
