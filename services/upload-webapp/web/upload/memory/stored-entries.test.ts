import { describe, expect, it } from 'vitest';
import { createStoredEntries } from './stored-entries.js';

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

describe('createStoredEntries', () => {
  it('gives back what was kept, also to the next page', () => {
    const storage = memory();
    createStoredEntries(storage, 'k').keep('aa', { title: 'One' });
    expect(createStoredEntries(storage, 'k').get('aa')).toEqual({ title: 'One' });
    expect(createStoredEntries(storage, 'k').get('bb')).toBeUndefined();
  });

  it('keeps the values of two people apart', () => {
    const storage = memory();
    createStoredEntries(storage, 'ada').keep('aa', 1);
    expect(createStoredEntries(storage, 'bob').get('aa')).toBeUndefined();
  });

  it('forgets what it is told to, and the oldest of too many', () => {
    const entries = createStoredEntries<number>(memory(), 'k');
    for (let n = 0; n <= 100; n++) entries.keep(`f${n}`, n);
    expect([entries.get('f0'), entries.get('f1')]).toEqual([undefined, 1]);
    entries.forget('f1');
    expect(entries.get('f1')).toBeUndefined();
  });

  it('is quiet where nothing can be kept, or something else was', () => {
    const full = {
      getItem: () => '{broken',
      setItem: () => {
        throw new Error('full');
      },
    };
    const entries = createStoredEntries(full, 'k');
    entries.keep('aa', 1);
    expect(entries.get('aa')).toBeUndefined();
  });
});
