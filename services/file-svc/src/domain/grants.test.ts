import { expect, it } from 'vitest';
import { type Caller, isGranted, type Right, rightFor } from './grants.js';

const RIGHTS: Right[] = ['read', 'write', 'upload-in-parts'];
const granted = (caller: Caller, key: string) => RIGHTS.filter((right) => isGranted(caller, right, key));

it.each([
  ['upload-webapp', ['read', 'write', 'upload-in-parts'], ['read'], ['read', 'write'], ['read', 'write']],
  ['transcoder', ['read'], ['read', 'write'], [], []],
  ['streaming-webapp', [], ['read'], ['read'], []],
  ['gateway', [], ['read'], [], ['read']],
] as const)('%s', (caller, inSource, inHls, inCaptions, inPictures) => {
  expect(granted(caller, 'source/id')).toEqual(inSource);
  expect(granted(caller, 'hls/id/1/main.m3u8')).toEqual(inHls);
  expect(granted(caller, 'hls/id/')).toEqual(inHls);
  expect(granted(caller, 'captions/id/text.vtt')).toEqual(inCaptions);
  expect(granted(caller, 'pictures/id/1/poster.jpg')).toEqual(inPictures);
});

it.each(['', 'sourcery/x', 'hls', 'other/x', '/source/x'])('grants nobody %j', (key) => {
  for (const caller of ['upload-webapp', 'transcoder', 'streaming-webapp', 'gateway'] as const)
    expect(granted(caller, key)).toEqual([]);
});

it('takes every method but GET and HEAD for one that writes', () => {
  expect(['GET', 'HEAD', 'PUT', 'DELETE'].map(rightFor)).toEqual(['read', 'read', 'write', 'write']);
});
