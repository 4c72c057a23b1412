import { expect, it } from 'vitest';
import { matchesNone, rangeStillValid } from './preconditions.js';

it.each([
  [undefined, true],
  ['"b"', true],
  ['nonsense', true],
  ['"a"', false],
  ['W/"a"', false],
  ['"x,y", "a"', false],
  ['*', false],
  [' * ', false],
])('If-None-Match: %s', (header, changed) => expect(matchesNone(header, '"a"')).toBe(changed));

it.each([
  [undefined, true],
  ['"a"', true],
  ['W/"a"', false],
  ['"b"', false],
  ['Fri, 20 Nov 2026 10:00:00 GMT', false],
])('If-Range: %s', (header, valid) => expect(rangeStillValid(header, '"a"')).toBe(valid));

it('trusts no weak tag for a range', () => expect(rangeStillValid('W/"a"', 'W/"a"')).toBe(false));
