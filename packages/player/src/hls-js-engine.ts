import Hls, { type ErrorData, ErrorTypes, Events, type HlsConfig } from 'hls.js';
import { rememberBandwidth, rememberedBandwidthBps } from './bandwidth-memory.js';
import type { Engine, EngineEvents } from './engine.js';
import { offerAgain, offerChoices } from './offer-choices.js';
import { takeOver } from './take-over.js';
import { tellLength } from './tell-length.js';

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
  // Else it loads ahead what fits into this size, however long that lasts: what comes first is low, and would be watched for minutes.
  maxBufferSize: 0,
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

function createHls(url: string, startSeconds: number, events: EngineEvents): Hls {
  const hls = new Hls(config(startSeconds));
  offerChoices(hls, events);
  tellLength(hls);
  hls.on(Events.FRAG_BUFFERED, events.onProgress);
  hls.loadSource(url);
  return hls;
}

interface Choices {
  level?: number;
  place?: number;
}

/** hls.js empties the buffer by itself only of a language that it has changed to completely. */
function hearAtOnce(hls: Hls, place: number): void {
  if (place === hls.audioTrack) return;
  hls.audioTrack = place;
  hls.trigger(Events.BUFFER_FLUSHING, { startOffset: 0, endOffset: Number.POSITIVE_INFINITY, type: 'audio' });
}

export function playWithHlsJs(
  video: HTMLVideoElement,
  url: string,
  startSeconds: number,
  events: EngineEvents,
): Engine {
  let hls = createHls(url, startSeconds, events);
  let isChanging = false;
  let urlAfterThis: string | undefined;
  let callOff = () => {};
  /** What is chosen while the next engine lacks the buffer has to wait. */
  let waiting: Choices | undefined;
  let isTaken = false;
  const fillBuffer = () => {
    hls.config.maxBufferLength = BUFFER_AHEAD_SECONDS;
  };
  video.addEventListener('play', fillBuffer, { once: true });
  handleErrors(hls, events.onTrouble);
  hls.attachMedia(video);

  const selectLevel = (level: number) => {
    // What another engine buffered cannot be replaced piece by piece.
    if (isTaken) hls.currentLevel = level;
    else hls.nextLevel = level;
  };
  const endChange = ({ level, place }: Choices) => {
    isChanging = false;
    waiting = undefined;
    if (level !== undefined) selectLevel(level);
    if (place !== undefined && place >= 0) hearAtOnce(hls, place);
    if (urlAfterThis) change(urlAfterThis);
  };
  const change = (nextUrl: string) => {
    urlAfterThis = isChanging ? nextUrl : undefined;
    if (isChanging) return;
    isChanging = true;
    rememberBandwidth(hls.bandwidthEstimate);
    const next = createHls(nextUrl, video.currentTime, events);
    callOff = takeOver(hls, next, {
      onOffer: () => {
        waiting = {};
      },
      onTaken: () => {
        hls = next;
        handleErrors(hls, events.onTrouble);
        isTaken = true;
      },
      onBuffer: () => endChange(waiting ?? {}),
      // The choices were those of the next stream.
      onFailed: () => endChange(waiting ? offerAgain(hls, events) : {}),
    });
  };
  return {
    selectLevel: (level) => {
      if (waiting) waiting.level = level;
      else selectLevel(level);
    },
    selectAudio: (place) => {
      if (waiting) waiting.place = place;
      else hearAtOnce(hls, place);
    },
    change,
    destroy: () => {
      rememberBandwidth(hls.bandwidthEstimate);
      video.removeEventListener('play', fillBuffer);
      callOff();
      hls.destroy();
    },
  };
}
