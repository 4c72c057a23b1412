import { formatBitrate, MIN_BITRATE_BPS, STEP_DOWN_FACTOR, targetBitrateBps } from './bitrate.js';
import { evenFloor, type Size, scaleToShortSide, shortSide } from './display-size.js';
import type { VideoRung } from './transcode-plan.js';

/** Short sides of the rungs, in pixels. */
export const LADDER = [2160, 1440, 1080, 720, 480, 360, 240] as const;
/**
 * A source between two rungs keeps its own size as the top rung when its short side exceeds the rung below by this factor:
 * 900 lines stay 900 (1.25 times 720), 800 lines become 720, and whatever is smaller than the lowest rung stays as it is.
 */
const OWN_SIZE_FACTOR = 1.15;
/** Constant quality of x264; lower is better. The cap below holds what it may cost. */
const QUALITY = 23;
/** Seconds of the capped bitrate, or of what looks good at this size, that the decoder's buffer holds. */
const BUFFER_SECONDS = 2;
/** Of what looks good: a source that hardly moves needs bits all the same when its picture changes. */
const MIN_BUFFER_SECONDS = 0.25;
/** So much more than the source a rung may cost for its changes, such as the next slide of a lecture. */
const EXTRA_SHARE = 0.2;
const HIGH_PROFILE_FROM = 480;

function topShortSide(short: number): number {
  const highest = LADDER[0];
  if (short >= highest) return highest;
  const below = LADDER.find((rung) => rung <= short);
  return below !== undefined && short < below * OWN_SIZE_FACTOR ? below : short;
}

function describe(short: number, top: number, size: Size): string {
  if (short < top) return 'encoded for slower connections';
  if (top === shortSide(size)) return 'encoded at the size of the source';
  return `encoded at the nearest usual size below the source (${size.width}x${size.height})`;
}

interface LadderInput {
  size: Size;
  framesPerSecond: number;
  /** Null when the source does not tell. */
  sourceBitrateBps: number | null;
  durationSeconds: number | null;
}

/** Bits that may come at once. Where the cap is what looks good, they are 2 s of it; below, the cap is an average that needs more room. */
function bufferBitsOf(maxBitrateBps: number, targetBps: number, durationSeconds: number | null): number {
  const extra = EXTRA_SHARE * maxBitrateBps * (durationSeconds ?? 0);
  const wanted = Math.max(BUFFER_SECONDS * maxBitrateBps, MIN_BUFFER_SECONDS * targetBps, extra);
  return Math.round(Math.min(BUFFER_SECONDS * Math.max(targetBps, maxBitrateBps), wanted));
}

/** The rungs for a picture, largest first: never above its size, and never costlier than the source or than 0.7 of the rung above. */
export function ladder({ size, framesPerSecond, sourceBitrateBps, durationSeconds }: LadderInput): VideoRung[] {
  const top = topShortSide(shortSide(size));
  const shorts = [top, ...LADDER.filter((rung) => rung < top)];
  let cap = sourceBitrateBps ?? Number.POSITIVE_INFINITY;
  return shorts.map((short) => {
    const target = targetBitrateBps(scaleToShortSide(size, short), framesPerSecond);
    const maxBitrateBps = Math.max(MIN_BITRATE_BPS, Math.floor(Math.min(target, cap)));
    const why = short === top && target > cap ? ', no more than the source has' : '';
    cap = Math.round(maxBitrateBps * STEP_DOWN_FACTOR);
    return {
      name: `v${evenFloor(short)}`,
      ...scaleToShortSide(size, short),
      quality: QUALITY,
      maxBitrateBps,
      bufferBits: bufferBitsOf(maxBitrateBps, target, durationSeconds),
      profile: short >= HIGH_PROFILE_FROM ? 'high' : 'main',
      reason: `${describe(short, top, size)}, at most ${formatBitrate(maxBitrateBps)}${why}`,
    };
  });
}
