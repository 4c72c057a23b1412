const MIB = 1024 ** 2;
/** S3 takes nothing smaller before the last part, and each part is held in memory. */
const MIN_PART_BYTES = 5 * MIB;
/** S3 takes 10,000 parts; the margin is for a store that takes fewer. */
const MAX_PARTS = 9_000;
/** What file-svc takes as one part. */
const MAX_PART_BYTES = 64 * MIB;

/** The largest file that fits into parts. */
export const RESUMABLE_MAX_BYTES = MAX_PARTS * MAX_PART_BYTES;

/** A store takes a while over each part when it makes one object of them: the last answer of an upload waits for that. */
const FEW_PARTS = 128;
/** As large as a part becomes for the sake of few. */
const ROOMY_PART_BYTES = 8 * MIB;

/** The smallest part, in whole MiB, that a file of this size can be cut into at most so many of. */
const smallestFor = (fileBytes: number, parts: number): number => Math.ceil(fileBytes / parts / MIB) * MIB;

/** How large the parts of a file are: as small as they can be, to save memory, or a little larger, to be few. */
export function partSizeBytes(fileBytes: number): number {
  const roomy = Math.min(smallestFor(fileBytes, FEW_PARTS), ROOMY_PART_BYTES);
  return Math.max(MIN_PART_BYTES, roomy, smallestFor(fileBytes, MAX_PARTS));
}
