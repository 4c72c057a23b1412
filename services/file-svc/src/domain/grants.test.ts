import { expect, it } from 'vitest';
import { type Caller, isGranted } from './grants.js';

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE'];
const granted = (caller: Caller, key: string) => METHODS.filter((method) => isGranted(caller, method, key));

it.each([
  ['upload-webapp', ['GET', 'HEAD', 'PUT', 'DELETE'], []],
  ['transcoder', ['GET', 'HEAD'], ['GET', 'HEAD', 'PUT', 'DELETE']],
  ['gateway', [], ['GET', 'HEAD']],
] as const)('%s', (caller, inSource, inHls) => {
  expect(granted(caller, 'source/id')).toEqual(inSource);
  expect(granted(caller, 'hls/id/1/main.m3u8')).toEqual(inHls);
  expect(granted(caller, 'hls/id/')).toEqual(inHls);
});

it.each(['', 'sourcery/x', 'hls', 'other/x', '/source/x'])('grants nobody %j', (key) => {
  for (const caller of ['upload-webapp', 'transcoder', 'gateway'] as const) expect(granted(caller, key)).toEqual([]);
});
