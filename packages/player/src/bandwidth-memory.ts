import { recall, remember } from './browser-memory.js';

const NAME = 'bandwidth-bps';
/** Before anything was measured: enough for 480 lines, so that the first picture comes quickly. */
const FIRST_GUESS_BPS = 2_000_000;

/** What the last video measured: the next one starts at a fitting quality instead of a blurred one. */
export function rememberedBandwidthBps(): number {
  const bps = Number(recall(NAME));
  return bps > 0 ? bps : FIRST_GUESS_BPS;
}

export function rememberBandwidth(bps: number): void {
  if (Number.isFinite(bps)) remember(NAME, String(Math.round(bps)));
}
