import { expect, it } from 'vitest';
import { mayBeClaimed, mayBecome, passingDelayMs, statesBefore } from './transitions.js';

it('moves forward only', () => {
  expect(statesBefore('ready')).toEqual(['processing']);
  expect(statesBefore('failed')).toEqual(['processing']);
  expect(mayBecome('ready', 'processing')).toBe(false);
  expect(mayBecome('failed', 'ready')).toBe(false);
});

it('is claimed while it is processed, and again after it failed when that is asked for', () => {
  expect(mayBeClaimed('processing', false)).toBe(true);
  expect([mayBeClaimed('failed', false), mayBeClaimed('failed', true)]).toEqual([false, true]);
  expect(mayBeClaimed('ready', true)).toBe(false);
});

it('waits longer after each passing fault, up to the limit', () => {
  const patience = { maxLosses: 1, maxPassingFaults: 1, passingDelayBaseMs: 1_000, passingDelayMaxMs: 15_000 };
  expect([1, 2, 3, 4, 5, 600].map((faults) => passingDelayMs(faults, patience))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
});
