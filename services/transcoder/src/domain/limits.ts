import { PermanentFault } from './faults.js';
import type { MediaProbe } from './media-probe.js';
import { displaySize } from './plan/display-size.js';
import type { TrackLimits } from './plan/plan.js';

/** What one video may cost. */
export interface Limits extends TrackLimits {
  /** Streams of every kind in one file. */
  maxStreams: number;
  /** Width times height of one decoded frame. */
  maxPixelsPerFrame: number;
  /** Longer side of the picture; x264 takes no more than 16384. */
  maxSidePixels: number;
  /** All renditions together. */
  maxOutputBytes: number;
  /** Time that ffmpeg may take for a video of no length... */
  wallTimeBaseSeconds: number;
  /** ...and for each second of its length. */
  wallTimeFactor: number;
  /** Instead of both when the length is not known. */
  wallTimeUnknownSeconds: number;
}

/** @throws PermanentFault `no-video-stream` or `too-large` */
export function admit(probe: MediaProbe, { maxStreams, maxPixelsPerFrame, maxSidePixels }: Limits): void {
  if (probe.streamCount > maxStreams) {
    throw new PermanentFault('too-large', {
      detail: `The file has ${probe.streamCount} tracks; this site takes up to ${maxStreams}. Please export it with fewer.`,
    });
  }
  if (probe.video.length === 0) throw new PermanentFault('no-video-stream');
  for (const stream of probe.video) {
    const shown = displaySize(stream);
    const tooWide = Math.max(shown.width, shown.height) > maxSidePixels;
    if (!tooWide && shown.width * shown.height <= maxPixelsPerFrame) continue;
    throw new PermanentFault('too-large', {
      detail: `The picture has ${shown.width} by ${shown.height} pixels, which is more than this site converts. Please export a smaller version.`,
    });
  }
}

/** How long ffmpeg may run before the video is given up. */
export const wallTimeSeconds = (
  durationSeconds: number | null,
  { wallTimeBaseSeconds, wallTimeFactor, wallTimeUnknownSeconds }: Limits,
): number =>
  durationSeconds === null ? wallTimeUnknownSeconds : wallTimeBaseSeconds + durationSeconds * wallTimeFactor;
