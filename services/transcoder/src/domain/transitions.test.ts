import { expect, it } from 'vitest';
import { countSetback, mayBeClaimed, mayBecome, passingDelayMs, type Setbacks, statesBefore } from './transitions.js';

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

const NO_SETBACKS: Setbacks = { losses: 0, passingFaults: 0, storedSegments: 0 };
/** What is counted when workers die with so many segments stored. */
const lossesAt = (...storedSegments: number[]): number[] => {
  let setbacks = NO_SETBACKS;
  return storedSegments.map((stored) => {
    setbacks = countSetback(setbacks, 'losses', stored);
    return setbacks.losses;
  });
};

it('counts what happens at one place, and begins anew with a video that came further', () => {
  expect(lossesAt(0, 0, 0, 0, 0)).toEqual([1, 2, 3, 4, 5]);
  expect(lossesAt(3, 7, 8, 20, 21, 30)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(lossesAt(3, 3, 3, 4, 4)).toEqual([1, 2, 3, 1, 2]);
});

it('takes for further only what no attempt before had stored', () =>
  expect(lossesAt(9, 2, 5, 9, 9)).toEqual([1, 2, 3, 4, 5]));

it('counts what was away and who died apart, and forgets both when a video comes further', () => {
  const away = countSetback({ losses: 2, passingFaults: 4, storedSegments: 7 }, 'passingFaults', 7);
  expect(away).toEqual({ losses: 2, passingFaults: 5, storedSegments: 7 });
  expect(countSetback(away, 'losses', 8)).toEqual({ losses: 1, passingFaults: 0, storedSegments: 8 });
});

it('waits longer after each passing fault, up to the limit', () => {
  const patience = { maxLosses: 1, maxPassingFaults: 1, passingDelayBaseMs: 1_000, passingDelayMaxMs: 15_000 };
  expect([1, 2, 3, 4, 5, 600].map((faults) => passingDelayMs(faults, patience))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
});
