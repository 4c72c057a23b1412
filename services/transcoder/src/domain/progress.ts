/** 100 is kept for the moment when the rows are written. */
const MAX_PERCENT = 99;

/** Percent of the work that is done, from the length that was written; from the bytes that were read when the length is not known. */
export function percentDone(
  outTimeSeconds: number | null,
  durationSeconds: number | null,
  readFraction: number,
): number {
  const done = durationSeconds === null ? readFraction : (outTimeSeconds ?? 0) / durationSeconds;
  return Math.min(MAX_PERCENT, Math.max(0, Math.floor(done * 100)));
}
