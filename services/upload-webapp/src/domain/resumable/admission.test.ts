import type { Problem } from '@kinora/service-kit';
import { expect, it } from 'vitest';
import { type Admission, admit } from './admission.js';

const MIB = 1024 ** 2;
const wide: Admission = {
  sizeBytes: 10 * MIB,
  maxBytes: 10 * MIB,
  ...{ usedBytes: 0, quotaBytes: 0, freeBytes: null, awaitedBytes: 5 * MIB },
};

it.each<Partial<Admission>>([
  {},
  { usedBytes: 90 * MIB, quotaBytes: 100 * MIB },
  { usedBytes: 90 * MIB, quotaBytes: 0 },
  { freeBytes: 15 * MIB },
])('lets in what just fits: %o', (limits) => {
  expect(() => admit({ ...wide, ...limits })).not.toThrow();
});

it.each<{ limits: Partial<Admission>; status: number; code: string; words: RegExp }>([
  { limits: { sizeBytes: 0 }, status: 422, code: 'invalid-fields', words: /empty/ },
  { limits: { sizeBytes: 10 * MIB + 1 }, status: 413, code: 'file-too-large', words: /10 MiB/ },
  {
    limits: { usedBytes: 90 * MIB + 1, quotaBytes: 100 * MIB },
    status: 413,
    code: 'quota-exceeded',
    words: /has 10 MiB.*take 90 MiB of the 100 MiB/,
  },
  {
    limits: { freeBytes: 15 * MIB - 1 },
    status: 507,
    code: 'insufficient-storage',
    words: /has 10 MiB.*has 10 MiB left/,
  },
])('refuses with $status $code: $limits', ({ limits, status, code, words }) => {
  const refused = () => admit({ ...wide, ...limits });
  expect(refused).toThrow(expect.objectContaining<Partial<Problem>>({ status, code: code as Problem['code'] }));
  expect(refused).toThrow(words);
});
