import { describe, expect, it } from 'vitest';
import { createBackPressure } from './back-pressure.js';

describe('ffmpeg is halted', () => {
  const withLimit = (maxBytes: number) => {
    const told: boolean[] = [];
    const { made, admitted, stored, look, leaveAlone } = createBackPressure(maxBytes, (paused) => told.push(paused));
    const times = (count: number, act: () => void) => {
      for (let i = 0; i < count; i++) act();
    };
    const make = (sizeBytes: number) => {
      const isTooMuch = made(sizeBytes);
      admitted();
      return isTooMuch;
    };
    return { told, times, make, made, admitted, stored, look, leaveAlone };
  };

  it('while more bytes are there than the scratch folder may hold, until half of them are stored', () => {
    const { told, make, stored } = withLimit(100);
    expect([make(50), make(50)]).toEqual([false, false]);
    expect(told).toEqual([]);
    expect(make(1)).toBe(true);
    expect(told).toEqual([true]);
    stored(50);
    expect(told).toEqual([true]);
    stored(1);
    expect(told).toEqual([true, false]);
  });

  it('while more than 8 segments wait to be stored, however small, until half of them are', () => {
    const { told, times, make, stored } = withLimit(1_000);
    times(8, () => make(1));
    expect(told).toEqual([]);
    make(1);
    expect(told).toEqual([true]);
    times(4, () => stored(1));
    expect(told).toEqual([true]);
    stored(1);
    expect(told).toEqual([true, false]);
  });

  it('not while segments are held back that others go before, until they may go', () => {
    const { told, times, made, admitted } = withLimit(1_000);
    times(100, () => made(1));
    expect(told).toEqual([]);
    times(9, admitted);
    expect(told).toEqual([true]);
  });

  it('while what it made is looked at, unless it is halted anyway', () => {
    const { told, make, stored, look } = withLimit(100);
    look(true);
    look(false);
    expect(told).toEqual([true, false]);
    look(true);
    make(101);
    look(false);
    expect(told).toEqual([true, false, true]);
    stored(101);
    expect(told).toEqual([true, false, true, false]);
  });

  it('while what is watched first is left alone, also when all of it is known', () => {
    const { told, look, leaveAlone } = withLimit(100);
    look(true);
    leaveAlone(true);
    look(false);
    expect(told).toEqual([true]);
    leaveAlone(false);
    expect(told).toEqual([true, false]);
  });
});
