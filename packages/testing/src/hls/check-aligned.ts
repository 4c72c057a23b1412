import assert from 'node:assert/strict';
import type { LoadedRendition } from './load-rendition.js';
import { cutsOf, frameSeconds } from './measure.js';

const ROUNDING_SECONDS = 0.001;

function checkCuts(other: LoadedRendition, first: LoadedRendition, toleranceSeconds: number): void {
  assert.equal(other.segments.length, first.segments.length, `${other.url}: as many segments as ${first.url}`);
  const cuts = cutsOf(first);
  // Where the last segment ends is a matter of the length, which is held to the source's.
  cutsOf(other)
    .slice(0, -1)
    .forEach((seconds, i) => {
      const off = Math.abs(seconds - (cuts[i] ?? 0));
      assert.ok(off <= toleranceSeconds, `${other.url}: segment ${i + 1} is cut elsewhere than in ${first.url}`);
    });
}

/** Players change between renditions where a segment ends: pictures are cut at the same frame, sound within a frame of it. */
export function checkAligned(videos: LoadedRendition[], audio: LoadedRendition[]): void {
  const [first, ...others] = videos;
  if (!first) return;
  for (const other of others) checkCuts(other, first, ROUNDING_SECONDS);
  for (const other of audio) checkCuts(other, first, frameSeconds(other) + frameSeconds(first));
}
