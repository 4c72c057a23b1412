const MIB = 1024 ** 2;
/** S3 takes nothing smaller before the last part, and each part is held in memory. */
const MIN_PART_BYTES = 5 * MIB;
/** S3 takes 10,000 parts; the margin is for a store that takes fewer. */
const MAX_PARTS = 9_000;
/** What file-svc takes as one part. */
const MAX_PART_BYTES = 64 * MIB;

/** The largest file that fits into parts. */
export const RESUMABLE_MAX_BYTES = MAX_PARTS * MAX_PART_BYTES;

/** The smallest part, in whole MiB, with which a file of this size still fits. */
export const partSizeBytes = (fileBytes: number): number =>
  Math.max(MIN_PART_BYTES, Math.ceil(fileBytes / MAX_PARTS / MIB) * MIB);
