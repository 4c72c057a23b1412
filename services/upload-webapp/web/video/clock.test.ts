import { expect, it } from 'vitest';
import { formatClock, parseClock } from './clock.js';

it.each([
  ['0:00', 0],
  ['7', 7],
  ['0:07', 7],
  ['90', 90],
  ['1:30', 90],
  [' 75:00 ', 4_500],
  ['1:02:03', 3_723],
  ['1:02:03.25', 3_723.25],
  ['0:00,5', 0.5],
])('%j is %d seconds', (text, seconds) => expect(parseClock(text)).toBe(seconds));

it.each(['', 'soon', '1:60', '1:60:00', '-1', '1:2:3:4', '1e3', '0:07 Title', '0:00.1234'])('%j is no time', (text) =>
  expect(parseClock(text)).toBeNull(),
);

it.each([
  [0, '0:00'],
  [7.5, '0:07.5'],
  [59.9999, '1:00'],
  [3_723.25, '1:02:03.25'],
  [3_600, '1:00:00'],
])('%d seconds are written %s', (seconds, text) => {
  expect(formatClock(seconds)).toBe(text);
  expect(parseClock(formatClock(seconds))).toBeCloseTo(seconds, 2);
});
