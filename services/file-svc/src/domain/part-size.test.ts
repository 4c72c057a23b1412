import { expect, it } from 'vitest';
import { partSizeBytes } from './part-size.js';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

it('stays small while 10,000 parts are enough', () => {
  expect(partSizeBytes(20 * GIB)).toBe(8 * MIB);
  expect(partSizeBytes(80_000 * MIB)).toBe(8 * MIB);
});

it('grows with larger objects', () => {
  expect(partSizeBytes(80_000 * MIB + 1)).toBe(9 * MIB);
  expect(partSizeBytes(5_000 * GIB) * 10_000).toBeGreaterThanOrEqual(5_000 * GIB);
});
