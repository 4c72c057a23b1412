import { expect, it } from 'vitest';
import { type Part, PartBuffer } from './part-buffer.js';
import { createPartMemory } from './part-memory.js';

const words = (parts: Iterable<Part>) =>
  [...parts].map(({ number, offsetBytes, bytes }) => [number, offsetBytes, bytes.toString()]);

it('cuts parts of one size, whatever the pieces are, and a smaller last one', () => {
  const buffer = new PartBuffer(0, { fileBytes: 10, partSizeBytes: 4 }, createPartMemory());
  expect(words(buffer.add(Buffer.from('ab')))).toEqual([]);
  expect(buffer.rest.toString()).toBe('ab');
  expect(words(buffer.add(Buffer.from('cdefghi')))).toEqual([
    [1, 0, 'abcd'],
    [2, 4, 'efgh'],
  ]);
  expect(buffer.rest.toString()).toBe('i');
  expect(words(buffer.add(Buffer.from('j')))).toEqual([[3, 8, 'ij']]);
  expect(buffer.rest).toHaveLength(0);
});

it('goes on behind whole parts', () => {
  const buffer = new PartBuffer(8, { fileBytes: 20, partSizeBytes: 4 }, createPartMemory());
  expect(words(buffer.add(Buffer.from('abcdef')))).toEqual([[3, 8, 'abcd']]);
});

it('uses the memory of a released part again', () => {
  const buffer = new PartBuffer(0, { fileBytes: 12, partSizeBytes: 4 }, createPartMemory());
  const [first] = buffer.add(Buffer.from('abcd')) as Iterable<Part>;
  if (!first) throw new Error('no part');
  buffer.release(first);
  const [second] = buffer.add(Buffer.from('efgh')) as Iterable<Part>;
  expect(second?.bytes.toString()).toBe('efgh');
  expect(second?.bytes.buffer).toBe(first.bytes.buffer);
});
