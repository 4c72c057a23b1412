import { expect, it } from 'vitest';
import { createBufferPool } from './buffer-pool.js';

const poolOf = (totalBytes: number) => createBufferPool({ totalBytes, allocate: Buffer.alloc });

/** Asks for these sizes in this order. `given` are those that were handed out. */
async function ask(totalBytes: number, ...sizes: number[]) {
  const pool = poolOf(totalBytes);
  const given: Buffer[] = [];
  for (const sizeBytes of sizes) void pool.take(sizeBytes).then((buffer) => given.push(buffer));
  const giveBack = async (at: number) => {
    pool.giveBack(given[at] as Buffer);
    await Promise.resolve();
  };
  await Promise.resolve();
  return { given, sizes: () => given.map(({ length }) => length), giveBack };
}

it('gives what just fits, and lets wait what does not until there is room', async () => {
  const { sizes, giveBack } = await ask(10, 4, 6, 1);
  expect(sizes()).toEqual([4, 6]);
  await giveBack(0);
  expect(sizes()).toEqual([4, 6, 1]);
});

it('lets nothing small overtake what is large', async () => {
  const { sizes, giveBack } = await ask(10, 6, 10, 1);
  expect(sizes()).toEqual([6]);
  await giveBack(0);
  expect(sizes()).toEqual([6, 10]);
  await giveBack(1);
  expect(sizes()).toEqual([6, 10, 1]);
});

it('gives the same memory again once it is back, and never to two', async () => {
  const pool = poolOf(100);
  const first = await pool.take(8);
  expect(await pool.take(8)).not.toBe(first);
  pool.giveBack(first);
  expect(await pool.take(4)).toHaveLength(4);
  expect(await pool.take(8)).toBe(first);
  expect(await pool.take(8)).not.toBe(first);
});

it('keeps nothing idle that would make it hold more than it may', async () => {
  const pool = poolOf(10);
  const [small, other] = [await pool.take(4), await pool.take(4)];
  pool.giveBack(small);
  pool.giveBack(other);
  pool.giveBack(await pool.take(5));
  expect(await pool.take(4)).toBe(other);
  expect(await pool.take(4)).not.toBe(small);
});

it('gives spare buffers only while little is in use, and nobody waits', async () => {
  const pool = createBufferPool({ totalBytes: 10, spareBytes: 6, allocate: Buffer.alloc });
  const first = await pool.take(3);
  expect(pool.takeSpare(4)).toBeUndefined();
  expect(pool.takeSpare(3)).toHaveLength(3);
  const large = pool.take(10);
  pool.giveBack(first);
  expect(pool.takeSpare(3)).toBeUndefined();
  void large;
});
