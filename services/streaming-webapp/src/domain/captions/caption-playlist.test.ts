import { assertGrows } from '@kinora/testing/hls';
import { describe, expect, it } from 'vitest';
import { captionPlaylist, parseFileName } from './caption-playlist.js';

const segments = (...seconds: number[]) =>
  seconds.map((value, at) => `#EXTINF:${value.toFixed(6)},\n${at + 1}.m4s\n`).join('');
const playlist = (type: string, target: number, body: string) =>
  `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:${target}\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-PLAYLIST-TYPE:${type}\n#EXT-X-MAP:URI="init.mp4"\n${body}`;

describe('the playlist of captions', () => {
  it('is in minutes beside a stream that is whole, and as long', () =>
    expect(captionPlaylist(playlist('VOD', 6, `${segments(50, 40.5, 50.0004)}#EXT-X-ENDLIST\n`))).toBe(
      `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:60
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXTINF:60.000000,
../../0-60000-140500.vtt
#EXTINF:60.000000,
../../60000-120000-140500.vtt
#EXTINF:20.500400,
../../120000-140500-140500.vtt
#EXT-X-ENDLIST
`,
    ));

  it('grows with a stream that grows, segment by segment, and ends with it', () => {
    const grown = [segments(4.004), segments(4.004, 3.996), segments(4.004, 3.996, 1)].map((body) =>
      playlist('EVENT', 5, body),
    );
    const texts = [...grown, `${grown[2]}#EXT-X-ENDLIST\n`].map(captionPlaylist);
    assertGrows(texts);
    expect(texts[1]).toContain('#EXT-X-TARGETDURATION:5\n');
    expect(texts[1]?.match(/^\.\..*$/gm)).toEqual(['../../0-4004.vtt', '../../4004-8000.vtt']);
  });
});

it.each([
  ['0-60000-90500.vtt', { startSeconds: 0, endSeconds: 60, totalSeconds: 90.5 }],
  ['4004-8000.vtt', { startSeconds: 4.004, endSeconds: 8, totalSeconds: Number.POSITIVE_INFINITY }],
  ['0-1', undefined],
  ['0-1.vtt.vtt', undefined],
  ['0-99999999999.vtt', undefined],
  ['-1-5.vtt', undefined],
])('the segment %s is %j', (name, span) => expect(parseFileName(name)).toEqual(span));
