import { createBufferPool } from '@kinora/service-kit';
import { expect, it } from 'vitest';
import { type Part, PartBuffer } from './part-buffer.js';

const memory = (totalBytes = 100) => createBufferPool({ totalBytes, allocate: Buffer.alloc });

async function cut(buffer: PartBuffer, text: string): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of buffer.add(Buffer.from(text))) parts.push(part);
  return parts;
}

const words = async (buffer: PartBuffer, text: string) =>
  (await cut(buffer, text)).map(({ number, offsetBytes, bytes }) => [number, offsetBytes, bytes.toString()]);

it('cuts parts of one size, whatever the pieces are, and a smaller last one', async () => {
  const buffer = new PartBuffer(0, { fileBytes: 10, partSizeBytes: 4 }, memory());
  expect(await words(buffer, 'ab')).toEqual([]);
  expect(buffer.rest.toString()).toBe('ab');
  expect(await words(buffer, 'cdefghi')).toEqual([
    [1, 0, 'abcd'],
    [2, 4, 'efgh'],
  ]);
  expect(buffer.rest.toString()).toBe('i');
  expect(await words(buffer, 'j')).toEqual([[3, 8, 'ij']]);
  expect(buffer.rest).toHaveLength(0);
});

it('goes on behind whole parts', async () => {
  const buffer = new PartBuffer(8, { fileBytes: 20, partSizeBytes: 4 }, memory());
  expect(await words(buffer, 'abcdef')).toEqual([[3, 8, 'abcd']]);
});

it('uses the memory of a released part again, and gives all of it back when it is closed', async () => {
  const pool = memory(12);
  const buffer = new PartBuffer(0, { fileBytes: 16, partSizeBytes: 4 }, pool);
  const [first] = await cut(buffer, 'abcd');
  if (!first) throw new Error('no part');
  buffer.release(first);
  const [second] = await cut(buffer, 'efghijkl');
  expect(second?.bytes.toString()).toBe('efgh');
  expect(second?.bytes.buffer).toBe(first.bytes.buffer);
  await cut(buffer, 'm');
  buffer.close();
  expect(await pool.take(12)).toHaveLength(12);
});

it('waits for memory that others hold', async () => {
  const pool = memory(4);
  const held = await pool.take(4);
  const waiting = words(new PartBuffer(0, { fileBytes: 4, partSizeBytes: 4 }, pool), 'abcd');
  pool.giveBack(held);
  expect(await waiting).toEqual([[1, 0, 'abcd']]);
});

it('goes on without spare memory, when the part before is released', async () => {
  const pool = createBufferPool({ totalBytes: 12, spareBytes: 4, allocate: Buffer.alloc });
  await pool.take(8);
  const buffer = new PartBuffer(0, { fileBytes: 8, partSizeBytes: 4 }, pool);
  const [first] = await cut(buffer, 'abcd');
  const second = words(buffer, 'efgh');
  if (first) buffer.release(first);
  expect(await second).toEqual([[2, 4, 'efgh']]);
});
