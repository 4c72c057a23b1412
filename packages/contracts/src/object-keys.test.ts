import { describe, expect, it } from 'vitest';
import { captionKey, hlsPrefix, isObjectKey, isObjectPrefix, sourceKey } from './object-keys.js';

const id = '7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10';

describe('object keys', () => {
  it('accepts the keys that Kinora builds', () => {
    expect(isObjectKey(sourceKey(id))).toBe(true);
    expect(isObjectKey(`${hlsPrefix(id)}1/v720/00001.m4s`)).toBe(true);
    expect(isObjectKey(captionKey(id, id))).toBe(true);
    expect(isObjectPrefix(hlsPrefix(id))).toBe(true);
  });

  it.each([
    '',
    'source/',
    'other/x',
    'source/../hls/x',
    'source/.hidden',
    'source//x',
    'source/a\0b',
    'source/a b',
    'source/é',
    '/source/x',
    `source/${'x'.repeat(600)}`,
  ])('refuses %j', (key) => expect(isObjectKey(key)).toBe(false));

  it('refuses a prefix that is wider than one video', () => {
    expect(isObjectPrefix('hls/')).toBe(false);
    expect(isObjectPrefix(`hls/${id}`)).toBe(false);
  });
});
