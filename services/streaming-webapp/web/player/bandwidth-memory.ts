const KEY = 'kinora-bandwidth-bps';
/** Before anything was measured: enough for 480 lines, so that the first picture comes quickly. */
const FIRST_GUESS_BPS = 2_000_000;

/** What the last video measured: the next one starts at a fitting quality instead of a blurred one. */
export function rememberedBandwidthBps(): number {
  try {
    const value = Number(localStorage.getItem(KEY));
    return value > 0 ? value : FIRST_GUESS_BPS;
  } catch {
    return FIRST_GUESS_BPS;
  }
}

export function rememberBandwidth(bps: number): void {
  try {
    if (Number.isFinite(bps)) localStorage.setItem(KEY, String(Math.round(bps)));
  } catch {
    // A frame of another site may have no storage.
  }
}
