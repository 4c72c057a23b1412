import { expect, it } from 'vitest';
import { partSizeBytes, RESUMABLE_MAX_BYTES } from './part-size.js';

const MIB = 1024 ** 2;

it.each([
  { fileBytes: 1, partBytes: 5 * MIB },
  { fileBytes: 128 * 5 * MIB, partBytes: 5 * MIB },
  { fileBytes: 128 * 5 * MIB + 1, partBytes: 6 * MIB },
  { fileBytes: 1_024 * MIB, partBytes: 8 * MIB },
  { fileBytes: 9_000 * 8 * MIB, partBytes: 8 * MIB },
  { fileBytes: 9_000 * 8 * MIB + 1, partBytes: 9 * MIB },
  { fileBytes: RESUMABLE_MAX_BYTES, partBytes: 64 * MIB },
])('cuts $fileBytes bytes into parts of $partBytes', ({ fileBytes, partBytes }) => {
  expect(partSizeBytes(fileBytes)).toBe(partBytes);
});
