import { TAG_MAX_CHARS, TAGS_MAX } from '@kinora/contracts';
import { describe, expect, it } from 'vitest';
import { changedTags, normalizeTags, wrongTags } from './tags.js';

const many = (count: number) => Array.from({ length: count }, (_, at) => `tag ${at}`);

describe('normalizeTags', () => {
  it('makes one of what reads the same', () => {
    expect(normalizeTags(['Bees', ' bees ', '#bees', '# Bees', 'garden\n bees', '', ' # '])).toEqual([
      'bees',
      'garden bees',
    ]);
    expect(normalizeTags(['cafe\u0301', 'caf\u00e9'])).toEqual(['caf\u00e9']);
    expect(normalizeTags(['日本語', 'C#'])).toEqual(['日本語', 'c#']);
  });
});

describe('wrongTags', () => {
  it.each([
    ['as many as may be', many(TAGS_MAX), undefined],
    ['one more', many(TAGS_MAX + 1), 'at most 20 tags, and these are 21'],
    ['as long as may be', ['x'.repeat(TAG_MAX_CHARS)], undefined],
    ['one character longer', ['x'.repeat(TAG_MAX_CHARS + 1)], 'at most 50 characters'],
    ['a comma', ['one,two'], 'may not contain a comma'],
  ])('%s', (_what, tags, words) => {
    if (words) expect(wrongTags(tags)).toContain(words);
    else expect(wrongTags(tags)).toBeUndefined();
  });
});

it('changes keep the order, add nothing twice, and remove last', () => {
  expect(changedTags(['a', 'b'], { add: ['c', 'a'], remove: ['b'] })).toEqual(['a', 'c']);
});
