import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@kinora/testing';
import { expect, it } from 'vitest';
import { shareLooks } from './share-looks.js';

const LOOK_MS = 50;

function setUp() {
  const seen = { looks: 0, fails: false };
  const ask = shareLooks(async () => {
    const look = ++seen.looks;
    await delay(LOOK_MS);
    if (seen.fails) throw new Error('away');
    return look;
  });
  return { seen, ask };
}

it('looks once for all who ask meanwhile, and again after it took a tenth of the time', async () => {
  const { ask } = setUp();
  const startedAt = performance.now();
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  await eventually(async () => expect(await ask()).toBe(2));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(9 * LOOK_MS);
});

it('looks again at once when it could not', async () => {
  const { seen, ask } = setUp();
  seen.fails = true;
  await expect(Promise.all([ask(), ask()])).rejects.toThrow('away');
  seen.fails = false;
  expect(await ask()).toBe(2);
});
