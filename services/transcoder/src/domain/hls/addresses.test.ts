import { expect, it } from 'vitest';
import { keysNamedIn } from './addresses.js';

it('finds what a playlist names, in lines and in attributes', () => {
  const text = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="URI=\\"x\\"",URI="audio/index.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="audio"
v720/index.m3u8
`;
  expect(keysNamedIn(text, 'hls/ID/2/main.m3u8')).toEqual(['hls/ID/2/audio/index.m3u8', 'hls/ID/2/v720/index.m3u8']);
});

it('finds what an earlier attempt stored', () => {
  const text =
    '#EXTM3U\n#EXT-X-MAP:URI="../../1/v720/init.mp4"\n#EXTINF:4.0,\n../../1/v720/00001.m4s\n#EXT-X-ENDLIST\n';
  expect(keysNamedIn(text, 'hls/ID/2/v720/index.m3u8')).toEqual(['hls/ID/1/v720/init.mp4', 'hls/ID/1/v720/00001.m4s']);
});
