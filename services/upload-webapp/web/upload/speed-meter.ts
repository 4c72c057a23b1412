/** After this time a change of speed shows by half. */
const HALF_LIFE_MS = 3_000;
/** Earlier than this the speed is a guess: the first bytes fill buffers on the way. */
const SETTLE_MS = 1_500;

/**
 * Smoothed speed of an upload, in bytes a second: an exponentially weighted mean over time, so that it does not depend on how
 * often the browser reports. `startBytes` were sent before. Undefined while there is too little to go by.
 */
export function createSpeedMeter(startedAtMs: number, startBytes: number) {
  let lastMs = startedAtMs;
  let lastBytes = startBytes;
  let sum = 0;
  let weight = 0;

  return (nowMs: number, sentBytes: number): number | undefined => {
    const elapsedMs = nowMs - lastMs;
    if (elapsedMs > 0) {
      const kept = 0.5 ** (elapsedMs / HALF_LIFE_MS);
      sum = sum * kept + (1 - kept) * (((sentBytes - lastBytes) * 1000) / elapsedMs);
      weight = weight * kept + (1 - kept);
      lastMs = nowMs;
      lastBytes = sentBytes;
    }
    return nowMs - startedAtMs < SETTLE_MS ? undefined : sum / weight;
  };
}
