import { describe, expect, it } from 'vitest';
import type { Draft } from './queue.js';
import { createTypedDrafts } from './typed-drafts.js';

const draft = (title: string): Draft => ({ title, description: '', visibility: 'private' });

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

describe('createTypedDrafts', () => {
  it('gives back what was typed for a file, also to the next page', () => {
    const storage = memory();
    createTypedDrafts(storage, 'k').keep('aa', draft('One'));
    expect(createTypedDrafts(storage, 'k').get('aa')).toEqual(draft('One'));
    expect(createTypedDrafts(storage, 'k').get('bb')).toBeUndefined();
  });

  it('keeps the texts of two people apart', () => {
    const storage = memory();
    createTypedDrafts(storage, 'ada').keep('aa', draft('One'));
    expect(createTypedDrafts(storage, 'bob').get('aa')).toBeUndefined();
  });

  it('forgets what is saved, and the oldest of too many', () => {
    const drafts = createTypedDrafts(memory(), 'k');
    for (let n = 0; n <= 100; n++) drafts.keep(`f${n}`, draft(`${n}`));
    expect([drafts.get('f0'), drafts.get('f1')]).toEqual([undefined, draft('1')]);
    drafts.forget('f1');
    expect(drafts.get('f1')).toBeUndefined();
  });

  it('is quiet where nothing can be kept, or something else was', () => {
    const full = {
      getItem: () => '{broken',
      setItem: () => {
        throw new Error('full');
      },
    };
    const drafts = createTypedDrafts(full, 'k');
    drafts.keep('aa', draft('One'));
    expect(drafts.get('aa')).toBeUndefined();
  });
});
