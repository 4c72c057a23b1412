import type { MediaProbe, VideoStream } from '../media-probe.js';
import type { Size } from './display-size.js';

/** What 1080p at up to 30 frames a second may cost at its peak. The other sizes follow from it. */
const REFERENCE_BPS = 5_000_000;
const REFERENCE_PIXELS = 1_920 * 1_080;
/** Bits grow slower than pixels: neighbouring pixels of a larger picture resemble each other more. */
const PIXEL_EXPONENT = 0.75;
const HIGH_FRAME_RATE_FPS = 30.5;
const HIGH_FRAME_RATE_FACTOR = 1.4;
/** A rung that costs nearly as much as the one above it helps nobody. */
export const STEP_DOWN_FACTOR = 0.7;
/** x264 takes kbit/s, whole and above 0. */
export const MIN_BITRATE_BPS = 1_000;

/** `4.9 Mbit/s`, `523 kbit/s`. */
export const formatBitrate = (bitrateBps: number): string =>
  bitrateBps >= 1e6 ? `${(bitrateBps / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bitrateBps / 1e3)} kbit/s`;

/** Peak bitrate that looks good at this size, whatever the source. */
export const targetBitrateBps = ({ width, height }: Size, framesPerSecond: number): number =>
  REFERENCE_BPS *
  ((width * height) / REFERENCE_PIXELS) ** PIXEL_EXPONENT *
  (framesPerSecond > HIGH_FRAME_RATE_FPS ? HIGH_FRAME_RATE_FACTOR : 1);

/** Bitrate of the picture, from the file's own words or else from its size and length; null when neither tells. */
export function sourceVideoBitrateBps(probe: MediaProbe, stream: VideoStream): number | null {
  if (stream.bitrateBps !== null && stream.bitrateBps > 0) return stream.bitrateBps;
  if (probe.durationSeconds === null || probe.durationSeconds <= 0) return null;
  const whole = (probe.sizeBytes * 8) / probe.durationSeconds;
  const audio = probe.audio.reduce((sum, { bitrateBps }) => sum + (bitrateBps ?? 0), 0);
  return audio < whole ? whole - audio : whole;
}
