import { expect, it } from 'vitest';
import { contentTypeOf } from './content-type.js';

it.each([
  ['hls/id/1/main.m3u8', 'application/vnd.apple.mpegurl'],
  ['hls/id/1/v720/00001.m4s', 'video/iso.segment'],
  ['hls/id/1/v720/init.mp4', 'video/mp4'],
  ['hls/id/1/en.vtt', 'text/vtt; charset=utf-8'],
  ['hls/id/poster.jpg', 'image/jpeg'],
  ['hls/id/page.html', 'application/octet-stream'],
  ['hls/id.mp4/x', 'application/octet-stream'],
  ['source/id', 'application/octet-stream'],
])('%s', (key, type) => expect(contentTypeOf(key)).toBe(type));
