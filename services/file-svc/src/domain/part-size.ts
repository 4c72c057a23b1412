const MIB = 1024 * 1024;
/** S3: an upload has at most 10,000 parts, of at least 5 MiB except the last. */
const MAX_PARTS = 10_000;
const MIN_PART_BYTES = 8 * MIB;

/** The smallest part, in whole MiB, with which an object of this size still fits. */
export const partSizeBytes = (objectMaxBytes: number): number =>
  Math.max(MIN_PART_BYTES, Math.ceil(objectMaxBytes / MAX_PARTS / MIB) * MIB);
