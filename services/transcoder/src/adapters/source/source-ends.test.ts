import type { ByteRange } from '@kinora/file-client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEnds } from './source-ends.js';

const CONTENT = Buffer.from(Array.from({ length: 1_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));
const ENDS = { head: 100, tail: 300 };

/** A storage that remembers what it was asked for, and fails as often as it is told. */
function storage(sizeBytes = CONTENT.length, failures = 0) {
  const asked: ByteRange[] = [];
  async function* read(range: Required<ByteRange>): AsyncGenerator<Buffer> {
    asked.push(range);
    if (asked.length <= failures) throw new Error('the storage is away');
    const middle = Math.ceil((range.first + range.last) / 2);
    yield CONTENT.subarray(range.first, middle);
    yield CONTENT.subarray(middle, range.last + 1);
  }
  return { read: keepEnds(read, sizeBytes, ENDS), asked };
}

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe('the ends of a source', () => {
  it('and all between them are read as they are, whatever the range and the size', async () => {
    const range = fc.tuple(fc.nat(999), fc.nat(999), fc.integer({ min: 1, max: 1_000 }));
    await fc.assert(
      fc.asyncProperty(range, async ([a, b, sizeBytes]) => {
        const [first = 0, last = 0] = [a % sizeBytes, b % sizeBytes].sort((x, y) => x - y);
        const bytes = await bytesOf(storage(sizeBytes).read({ first, last }));
        expect(bytes.equals(CONTENT.subarray(first, last + 1))).toBe(true);
      }),
    );
  });

  it('are read from the storage once, however often they are asked for', async () => {
    const { read, asked } = storage();
    await Promise.all([bytesOf(read({ first: 0, last: 99 })), bytesOf(read({ first: 10, last: 20 }))]);
    await bytesOf(read({ first: 700, last: 999 }));
    await bytesOf(read({ first: 950, last: 960 }));
    expect(asked).toEqual([
      { first: 700, last: 999 },
      { first: 0, last: 99 },
    ]);
  });

  it('are left out when the rest is read', async () => {
    const { read, asked } = storage();
    await bytesOf(read({ first: 50, last: 999 }));
    expect(asked.slice(1)).toEqual([
      { first: 0, last: 99 },
      { first: 100, last: 699 },
    ]);
  });

  it('are read once more when the storage was away', async () => {
    const { read } = storage(CONTENT.length, 2);
    await expect(bytesOf(read({ first: 990, last: 999 }))).rejects.toThrow('the storage is away');
    await expect(bytesOf(read({ first: 990, last: 999 }))).rejects.toThrow('the storage is away');
    expect(await bytesOf(read({ first: 990, last: 999 }))).toEqual(CONTENT.subarray(990));
  });
});
