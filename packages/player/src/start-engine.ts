import Hls from 'hls.js';
import type { Engine, EngineEvents } from './engine.js';
import { playWithHlsJs } from './hls-js-engine.js';
import { playNatively } from './native-engine.js';

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
