import { describe, expect, it } from 'vitest';
import { hasIFrames, writeIFramePlaylist, writeIFrameVariant } from './i-frame-playlist.js';
import { findKeyFrames } from './key-frames.js';
import { writeMultivariantPlaylist } from './multivariant-playlist.js';
import type { Rendition } from './rendition.js';

const numbers = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i);
  return bytes;
};
const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([numbers(body.length + 8), Buffer.from(type), body]);
};
const KEY = 0x2000000;
const OTHER = 0x1010000;

describe('the key frames of a segment', () => {
  const fragment = (tfhd: Buffer, trun: Buffer) =>
    box('moof', box('traf', box('tfhd', tfhd), box('tfdt', numbers(0, 0)), box('trun', trun)));
  const find = (...moofs: Buffer[]) =>
    findKeyFrames(
      moofs.map((moof, i) => ({ offsetBytes: 1_000 * i, moof })),
      6,
    );
  const plain = numbers(0x20000, 1);

  it('are read with every sample told apart', () => {
    const sample = [512, 900, KEY, 0];
    const later = [512, 50, OTHER, 0];
    const trun = numbers(0xf01, 2, 120, ...sample, ...later);
    expect(find(fragment(plain, trun))).toEqual([{ offsetBytes: 0, sizeBytes: 1_020, startSeconds: 0 }]);
  });
  it('are read from what holds for all samples, and the first one told apart', () => {
    const tfhd = numbers(0x20038, 1, 512, 700, OTHER);
    expect(find(fragment(tfhd, numbers(0x5, 3, 100, KEY)))).toMatchObject([{ sizeBytes: 800 }]);
    expect(find(fragment(tfhd, numbers(0x1, 3, 100)))).toEqual([]);
  });
  it('are found behind a base that is named', () => {
    const tfhd = numbers(0x39, 1, 0, 0, 512, 700, KEY);
    expect(find(fragment(tfhd, numbers(0x1, 1, 100)))).toMatchObject([{ sizeBytes: 800 }]);
  });
  it('of joined segments are at their own times', () => {
    const of = (samples: number, flags: number) =>
      fragment(numbers(0x20038, 1, 512, 700, flags), numbers(0x1, samples, 100));
    expect(find(of(8, KEY), of(4, KEY)).map(({ startSeconds }) => startSeconds)).toEqual([0, 4]);
    expect(find(of(8, KEY), of(4, OTHER))).toHaveLength(1);
  });
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('ffffffff6d6f6f66', 'hex')],
    ['no run', box('moof')],
  ])('are not made up for %s', (_what, moof) => expect(find(moof)).toEqual([]));
});

describe('the playlist of key frames', () => {
  const frame = (startSeconds: number, sizeBytes: number) => ({ offsetBytes: 76, sizeBytes, startSeconds });
  const rendition = (over: Partial<Rendition> = {}): Rendition => ({
    ...{ name: 'v240', kind: 'video', width: 426, height: 240, frameRate: 24, sound: null, codecs: 'avc1.4d4015' },
    ...{ initKey: 'hls/x/1/v240/init.mp4', initSizeBytes: 800 },
    segments: [
      { key: 'hls/x/1/v240/00001.m4s', durationSeconds: 4, sizeBytes: 90_000, keyFrames: [frame(0, 10_000)] },
      {
        key: 'hls/x/2/v240/00002.m4s',
        durationSeconds: 5,
        sizeBytes: 90_000,
        keyFrames: [frame(0, 8_000), frame(4, 2_000)],
      },
    ],
    ...over,
  });

  it('names ranges of the segments, each until the next', () =>
    expect(writeIFramePlaylist(rendition(), 'hls/x/2/v240')).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-I-FRAMES-ONLY
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="../../1/v240/init.mp4"
#EXTINF:4.000000,
#EXT-X-BYTERANGE:10000@76
../../1/v240/00001.m4s
#EXTINF:4.000000,
#EXT-X-BYTERANGE:8000@76
00002.m4s
#EXTINF:1.000000,
#EXT-X-BYTERANGE:2000@76
00002.m4s
#EXT-X-ENDLIST
`));
  it('costs what was measured', () =>
    expect(writeIFrameVariant(rendition())).toBe(
      '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=20000,AVERAGE-BANDWIDTH=17778,CODECS="avc1.4d4015",RESOLUTION=426x240,URI="v240/iframes.m3u8"\n',
    ));
  it('is named where it is there, and only when the stream is finished', () => {
    expect(writeMultivariantPlaylist([rendition()])).toContain('#EXT-X-I-FRAME-STREAM-INF:');
    expect(writeMultivariantPlaylist([rendition()], 'growing.m3u8')).not.toContain('I-FRAME');
    const [first] = rendition().segments;
    const unknown = rendition({ segments: first ? [first, { ...first, keyFrames: [] }] : [] });
    expect(writeMultivariantPlaylist([unknown])).not.toContain('I-FRAME');
    expect([rendition({ kind: 'audio' }), rendition({ segments: [] })].map(hasIFrames)).toEqual([false, false]);
  });
});
