import { describe, expect, it } from 'vitest';
import { createSpeedMeter } from './speed-meter.js';

describe('createSpeedMeter', () => {
  it('says nothing before there is something to go by', () => {
    expect(createSpeedMeter(0, 0)(1_000, 5_000_000)).toBeUndefined();
  });

  it('gives a steady speed at once, however often it is asked', () => {
    const coarse = createSpeedMeter(0, 0);
    const fine = createSpeedMeter(0, 0);
    for (let ms = 20; ms < 2_000; ms += 20) fine(ms, ms * 100);
    expect(coarse(2_000, 200_000)).toBeCloseTo(100_000);
    expect(fine(2_000, 200_000)).toBeCloseTo(100_000);
  });

  it('does not count what was sent before', () =>
    expect(createSpeedMeter(0, 9e9)(2_000, 9e9 + 200_000)).toBeCloseTo(100_000));

  it('follows a change by half after three seconds', () => {
    const meter = createSpeedMeter(0, 0);
    for (let s = 1; s <= 60; s++) meter(s * 1_000, s * 1_000);
    for (let s = 1; s <= 3; s++) meter((60 + s) * 1_000, 60_000);
    expect(meter(63_000, 60_000)).toBeCloseTo(500, -1);
  });
});
