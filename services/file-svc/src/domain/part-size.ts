import { MAX_PARTS } from './part-uploads.js';

const MIB = 1024 * 1024;
const MIN_PART_BYTES = 8 * MIB;

/** The smallest part, in whole MiB, with which an object of this size still fits. */
export const partSizeBytes = (objectMaxBytes: number): number =>
  Math.max(MIN_PART_BYTES, Math.ceil(objectMaxBytes / MAX_PARTS / MIB) * MIB);
