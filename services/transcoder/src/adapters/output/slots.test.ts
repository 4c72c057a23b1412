import { expect, it } from 'vitest';
import { createSlots } from './slots.js';

/** Starts a task for each turn at once. @returns what began, in order, and what ends the one that runs */
function begin(limit: number, turns: (number | undefined)[]) {
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const inSlot = createSlots(limit);
  const tasks = turns.map((turn, at) =>
    inSlot(async () => {
      began.push(`${at}`);
      await new Promise<void>((resolve) => ends.push(resolve));
    }, turn),
  );
  return { began, endNext: () => ends.shift()?.(), all: Promise.all(tasks) };
}

async function orderOf(limit: number, turns: (number | undefined)[]): Promise<string> {
  const { began, endNext, all } = begin(limit, turns);
  let isOver = false;
  void all.then(() => {
    isOver = true;
  });
  while (!isOver) {
    endNext();
    await new Promise(setImmediate);
  }
  return began.join('');
}

it('begins as many tasks as there are slots', () => {
  expect(begin(2, [0, 0, 0]).began).toEqual(['0', '1']);
});

it('keeps the order in which tasks came', async () => {
  expect(await orderOf(1, [undefined, undefined, undefined, undefined])).toBe('0123');
});

it('lets the lowest turn go first, and equal ones as they came', async () => {
  expect(await orderOf(1, [1, 2, 3, 4, 1, 2, 3, 4])).toBe('04152637');
});

it('goes on after a task that failed', async () => {
  const inSlot = createSlots(1);
  const failing = inSlot(() => Promise.reject(new Error('no')));
  const next = inSlot(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
