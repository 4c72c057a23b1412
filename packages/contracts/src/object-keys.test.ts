import { describe, expect, it } from 'vitest';
import {
  candidateKeys,
  captionKey,
  hlsPrefix,
  isObjectKey,
  isObjectPrefix,
  mediaKeyOf,
  mediaPathOf,
  pictureFolder,
  pictureKeys,
  picturesPrefix,
  sourceKey,
} from './object-keys.js';

const id = '7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10';

describe('object keys', () => {
  it('accepts the keys that Kinora builds', () => {
    expect(isObjectKey(sourceKey(id))).toBe(true);
    expect(isObjectKey(`${hlsPrefix(id)}1/v720/00001.m4s`)).toBe(true);
    expect(isObjectKey(captionKey(id, id))).toBe(true);
    expect(isObjectPrefix(hlsPrefix(id))).toBe(true);
    expect(isObjectPrefix(picturesPrefix(id))).toBe(true);
    expect(isObjectPrefix(pictureFolder(id, id))).toBe(true);
    expect(Object.values(pictureKeys(id, id)).every(isObjectKey)).toBe(true);
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

  it.each([
    [`${hlsPrefix(id)}1/main.m3u8`, `${id}/1/main.m3u8`],
    [candidateKeys(`${hlsPrefix(id)}1/pictures/`, 2).thumbnail, `${id}/1/pictures/candidate-2-small.jpg`],
    [pictureKeys(id, 'one').poster, `${id}/pictures/one/poster.jpg`],
  ])('%s has an address, which leads back to it', (key, path) => {
    expect(mediaPathOf(key)).toBe(path);
    expect(mediaKeyOf(id, path.slice(id.length + 1))).toBe(key);
  });

  it('refuses a prefix that is wider than one video', () => {
    expect(isObjectPrefix('hls/')).toBe(false);
    expect(isObjectPrefix(`hls/${id}`)).toBe(false);
  });
});
