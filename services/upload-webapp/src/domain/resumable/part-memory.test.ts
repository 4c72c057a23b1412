import { expect, it } from 'vitest';
import { createPartMemory } from './part-memory.js';

it('gives the same memory again once it is back, and never to two', () => {
  const memory = createPartMemory();
  const first = memory.take(8);
  expect(memory.take(8)).not.toBe(first);
  memory.giveBack(first);
  expect(memory.take(4)).toHaveLength(4);
  expect(memory.take(8)).toBe(first);
  expect(memory.take(8)).not.toBe(first);
});

it('keeps no more than a few', () => {
  const memory = createPartMemory();
  const parts = Array.from({ length: 5 }, () => memory.take(8));
  for (const part of parts) memory.giveBack(part);
  const again = Array.from({ length: 5 }, () => memory.take(8));
  expect(again.filter((part) => parts.includes(part))).toHaveLength(4);
});
