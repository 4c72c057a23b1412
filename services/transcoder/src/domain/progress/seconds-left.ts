/** How soon a changed estimate is believed. */
const TRUST_SECONDS = 10;

/**
 * Smooths an estimate of the time that is left: it counts down by itself, and each new estimate pulls at it a little, the
 * more the longer the last one is ago.
 * @returns takes the clock and the estimate, null when there is none at the moment, and gives what to show
 */
export function createCountdown(): (atSeconds: number, estimate: number | null) => number | null {
  let last: { atSeconds: number; seconds: number } | undefined;
  return (atSeconds, estimate) => {
    if (!last) {
      if (estimate !== null) last = { atSeconds, seconds: estimate };
      return estimate;
    }
    const elapsed = atSeconds - last.atSeconds;
    const counted = Math.max(0, last.seconds - elapsed);
    const trust = 1 - Math.exp(-elapsed / TRUST_SECONDS);
    last = { atSeconds, seconds: estimate === null ? counted : counted + (estimate - counted) * trust };
    return last.seconds;
  };
}
