import { describe, expect, it } from 'vitest';
import { createBackPressure } from './publisher.js';

describe('ffmpeg is halted', () => {
  const withLimit = (maxBytes: number) => {
    const told: boolean[] = [];
    const { hold, look, leaveAlone } = createBackPressure(maxBytes, (paused) => told.push(paused));
    const wait = (times: number, deltaBytes: number) => Array.from({ length: times }, () => hold(deltaBytes));
    return { told, wait, look, leaveAlone };
  };

  it('while more bytes wait than the scratch folder may hold, until half of them are stored', () => {
    const { told, wait } = withLimit(100);
    wait(2, 50);
    expect(told).toEqual([]);
    wait(1, 1);
    expect(told).toEqual([true]);
    wait(1, -50);
    expect(told).toEqual([true]);
    wait(1, -1);
    expect(told).toEqual([true, false]);
  });

  it('while more than 8 segments wait, however small, until half of them are stored', () => {
    const { told, wait } = withLimit(1_000);
    wait(8, 1);
    expect(told).toEqual([]);
    wait(1, 1);
    expect(told).toEqual([true]);
    wait(4, -1);
    expect(told).toEqual([true]);
    wait(1, -1);
    expect(told).toEqual([true, false]);
  });

  it('while what it made is looked at, unless it is halted anyway', () => {
    const { told, wait, look } = withLimit(100);
    look(true);
    look(false);
    expect(told).toEqual([true, false]);
    look(true);
    wait(1, 101);
    look(false);
    expect(told).toEqual([true, false, true]);
    wait(1, -101);
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
