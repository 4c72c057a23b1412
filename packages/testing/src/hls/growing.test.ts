import { describe, expect, it } from 'vitest';
import { assertGrows } from './growing.js';

const HEAD =
  '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-MAP:URI="init.mp4"\n';
const END = '#EXT-X-ENDLIST\n';
const list = (...segments: number[]) => HEAD + segments.map((i) => `#EXTINF:4.000000,\n${i}.m4s\n`).join('');

describe('a playlist that grows', () => {
  it('passes when it was only added to', () =>
    assertGrows([list(1, 2), list(1, 2), list(1, 2, 3), list(1, 2, 3) + END]));

  it.each<[string, string[], RegExp]>([
    ['loses its first segment', [list(1, 2), list(2, 3) + END], /only added/],
    ['changes a duration', [list(1), list(1).replace('4.000000', '3.000000') + END], /only added/],
    ['changes its init segment', [list(1), list(1).replace('init', 'other') + END], /only added/],
    ['counts from elsewhere', [list(1), list(1).replace('SEQUENCE:1', 'SEQUENCE:2') + END], /MEDIA-SEQUENCE/],
    ['changes its target', [list(1), list(1).replace('DURATION:4', 'DURATION:5') + END], /TARGETDURATION stays/],
    ['exceeds its target', [list(1).replace('4.000000', '4.600000') + END], /exceeds/],
    ['goes on after its end', [list(1) + END, list(1, 2) + END], /after the end/],
    ['takes its end back', [list(1) + END, list(1)], /ENDLIST stays/],
    ['never ends', [list(1), list(1, 2)], /last snapshot/],
    ['may be cut at its start', [list(1).replace('#EXT-X-PLAYLIST-TYPE:EVENT\n', '') + END], /PLAYLIST-TYPE/],
  ])('is found out when it %s', (_what, snapshots, words) => expect(() => assertGrows(snapshots)).toThrow(words));
});
