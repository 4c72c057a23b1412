import type { TranscodePlan } from './plan/transcode-plan.js';

/** 100 is kept for the moment when the rows are written. */
const MAX_PERCENT = 99;
/** Decoding a pixel, against encoding one. */
const DECODE_COST = 0.5;

/** Which part of all the work on a video a step is, as fractions of it. */
export interface Share {
  from: number;
  to: number;
}

/** Copying costs nothing that people would wait for. */
function cost({ display, rungs }: TranscodePlan): number {
  if (rungs.length === 0) return 0;
  const pixels = rungs.reduce((sum, { width, height }) => sum + width * height, 0);
  return pixels + DECODE_COST * display.width * display.height;
}

/** Divides the work between the first step and the rest. */
export function shares(first: TranscodePlan, rest: TranscodePlan): { first: Share; rest: Share } {
  const border = cost(first) / Math.max(1, cost(first) + cost(rest));
  return { first: { from: 0, to: border }, rest: { from: border, to: 1 } };
}

/** Percent of all the work, from the length that a step wrote; from the bytes that it read when the length is not known. */
export function percentDone(
  outTimeSeconds: number | null,
  durationSeconds: number | null,
  readFraction: number,
  { from, to }: Share,
): number {
  const done = durationSeconds === null ? readFraction : (outTimeSeconds ?? 0) / durationSeconds;
  const ofAll = from + (to - from) * Math.min(1, Math.max(0, done));
  return Math.min(MAX_PERCENT, Math.floor(ofAll * 100));
}
