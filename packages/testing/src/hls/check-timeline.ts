import assert from 'node:assert/strict';
import type { LoadedRendition } from './load-rendition.js';
import { startOf } from './measure.js';

/** More than a frame of the slowest video that is made, less than anyone notices. */
const CUT_TOLERANCE_SECONDS = 0.11;
/** Of times that were rounded to the clock of a file: Matroska counts milliseconds. */
const GAP_TOLERANCE_SECONDS = 0.002;

function checkLengths({ url, segments }: LoadedRendition): void {
  segments.forEach((segment, i) => {
    const next = segments[i + 1];
    if (!next) return;
    const off = Math.abs(startOf(next) - startOf(segment) - segment.extinfSeconds);
    assert.ok(off <= CUT_TOLERANCE_SECONDS, `${url}: EXTINF of segment ${i + 1} is ${off} s off`);
  });
}

/** Each fragment begins where the one before it ends, the first one at zero (ISO/IEC 23000-19, 7.3.2.3). */
function checkDecodeTimes({ url, segments, init }: LoadedRendition): void {
  let endTicks = 0;
  segments.forEach(({ fragments }, i) => {
    for (const { startTicks, durationTicks } of fragments) {
      const gapSeconds = (startTicks - endTicks) / init.timescale;
      assert.ok(
        Math.abs(gapSeconds) <= GAP_TOLERANCE_SECONDS,
        `${url}: a gap of ${gapSeconds} s before segment ${i + 1}`,
      );
      endTicks = startTicks + durationTicks;
    }
  });
}

/** The times in the media are those of the playlist, without gaps and overlaps. */
export function checkTimeline(rendition: LoadedRendition): void {
  checkLengths(rendition);
  checkDecodeTimes(rendition);
}
