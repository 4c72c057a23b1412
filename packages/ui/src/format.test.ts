import { describe, expect, it } from 'vitest';
import {
  formatBitrate,
  formatDuration,
  formatExactTime,
  formatSize,
  formatSpeed,
  formatTimeAgo,
  formatTimeLeft,
} from './format.js';

const NOW = Date.UTC(2026, 10, 20, 17, 5);
const ago = (seconds: number) => formatTimeAgo(NOW - seconds * 1000, NOW);

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [7.4, '0:07'],
    [59.6, '1:00'],
    [62, '1:02'],
    [3599.5, '1:00:00'],
    [3723, '1:02:03'],
    [360_000, '100:00:00'],
  ])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536 * 1024, '1.5 MiB'],
    [1024 ** 2 - 1, '1 MiB'],
    [123.4 * 1024 ** 2, '123 MiB'],
    [20 * 1024 ** 3, '20 GiB'],
    [5000 * 1024 ** 4, '5000 TiB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatSize(bytes)).toBe(text));

  it('gives speeds', () => expect(formatSpeed(2.5 * 1024 ** 2)).toBe('2.5 MiB/s'));
});

it('formatBitrate gives bitrates', () =>
  expect([523_400, 999_000, 4_900_000].map(formatBitrate)).toEqual(['523 kbit/s', '999 kbit/s', '4.9 Mbit/s']));

describe('formatTimeLeft', () => {
  it.each([
    [1, 'a few seconds left'],
    [31, '35 seconds left'],
    [55, '1 minute left'],
    [300, '5 minutes left'],
    [3600, '1 hour left'],
    [7800, '2 hours 10 minutes left'],
  ])('%d seconds are %s', (seconds, text) => expect(formatTimeLeft(seconds)).toBe(text));
});

describe('formatTimeAgo', () => {
  it.each([
    [-5, 'just now'],
    [44, 'just now'],
    [50, '1 minute ago'],
    [180, '3 minutes ago'],
    [3599, '1 hour ago'],
    [2 * 3600, '2 hours ago'],
    [23 * 3600, 'yesterday'],
    [3 * 86_400, '3 days ago'],
    [40 * 86_400, '11 Oct 2026'],
  ])('%d seconds are %s', (seconds, text) => expect(ago(seconds)).toBe(text));

  it('has an exact form', () => expect(formatExactTime(NOW)).toBe('20 Nov 2026, 17:05 UTC'));
});
