import { describe, expect, it } from 'vitest';
import { bytesOf, fetchAhead, keptRange, pausingAfter, pausingAt, type ReadRange } from './read-range.js';

const source = Buffer.from('0123456789');

/** Says what was asked of the source, and when. */
function watchedSource() {
  const asked: { range: string; atMs: number }[] = [];
  const read: ReadRange = async function* ({ first, last }) {
    asked.push({ range: `${first}-${last}`, atMs: performance.now() });
    yield source.subarray(first, last + 1);
  };
  return { asked, read };
}

describe('a pause in reading', () => {
  it('is made before what nobody is thought to need, and nothing is lost', async () => {
    const { asked, read } = watchedSource();
    expect(await bytesOf(pausingAt(read, 4, 50)({ first: 1, last: 8 }))).toEqual(source.subarray(1, 9));
    const [before, after] = asked;
    expect(asked.map(({ range }) => range)).toEqual(['1-3', '4-8']);
    expect((after?.atMs ?? 0) - (before?.atMs ?? 0)).toBeGreaterThan(45);
  });

  it.each([
    ['ends before it', 0, 3],
    ['begins there', 4, 9],
    ['begins behind it', 6, 9],
  ])('is not made for a range that %s', async (_what, first, last) => {
    const { asked, read } = watchedSource();
    expect(await bytesOf(pausingAt(read, 4, 600_000)({ first, last }))).toEqual(source.subarray(first, last + 1));
    expect(asked.map(({ range }) => range)).toEqual([`${first}-${last}`]);
  });

  it('ends with the reason of who hangs up', async () => {
    const { asked, read } = watchedSource();
    const closed = new AbortController();
    const reading = async () => {
      for await (const _ of pausingAt(read, 4, 600_000)({ first: 0, last: 9 }, closed.signal))
        setImmediate(() => closed.abort(new Error('hung up')));
    };
    await expect(reading()).rejects.toThrow('hung up');
    expect(asked.map(({ range }) => range)).toEqual(['0-3']);
  });

  it('is made so many bytes after the start of each range', async () => {
    const { asked, read } = watchedSource();
    const pausing = pausingAfter(read, 4, 50);
    expect(await bytesOf(pausing({ first: 1, last: 8 }))).toEqual(source.subarray(1, 9));
    expect(await bytesOf(pausing({ first: 5, last: 8 }))).toEqual(source.subarray(5, 9));
    expect(asked.map(({ range }) => range)).toEqual(['1-4', '5-8', '5-8']);
  });
});

describe('a range that is kept', () => {
  it('is read once, ahead of who asks for it', async () => {
    const { asked, read } = watchedSource();
    const kept = keptRange(read, { first: 2, last: 5 });
    expect(asked).toHaveLength(0);
    fetchAhead(kept);
    expect(asked).toHaveLength(1);
    expect(await Promise.all([kept.bytes(), kept.bytes()])).toEqual([source.subarray(2, 6), source.subarray(2, 6)]);
    expect(asked).toHaveLength(1);
  });

  it('is read once more when that failed, which who asks for it learns of', async () => {
    const { read } = watchedSource();
    let failures = 0;
    const kept = keptRange(
      async function* (range) {
        if (failures++ === 0) throw new Error('connection lost');
        yield* read(range);
      },
      { first: 2, last: 5 },
    );
    fetchAhead(kept);
    await expect(kept.bytes()).rejects.toThrow('connection lost');
    expect(await kept.bytes()).toEqual(source.subarray(2, 6));
  });
});
