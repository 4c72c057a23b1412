import { describe, expect, it } from 'vitest';
import { codecsOf } from './codecs.js';
import { writeMediaPlaylist } from './media-playlist.js';
import { writeMultivariantPlaylist } from './multivariant-playlist.js';
import { averageBps, peakBps, type Rendition } from './rendition.js';
import { parseSegmentList } from './segment-list.js';

const FOLDER = 'hls/ID/2/v720';
const segment = (durationSeconds: number, sizeBytes: number, i = 1) => ({
  key: `${FOLDER}/0000${i}.m4s`,
  durationSeconds,
  sizeBytes,
});
const video = (over: Partial<Rendition> = {}): Rendition => ({
  name: 'v720',
  kind: 'video',
  width: 1280,
  height: 720,
  frameRate: 24_000 / 1_001,
  sound: null,
  codecs: 'avc1.64001f',
  initKey: `${FOLDER}/init.mp4`,
  initSizeBytes: 800,
  segments: [segment(4, 1_000_000), segment(4, 2_000_000, 2), segment(1, 100_000, 3)],
  ...over,
});
const audio = video({
  name: 'audio',
  kind: 'audio',
  sound: { channels: 2, label: { name: 'Audio', language: null, isAutoSelected: false, characteristics: [] } },
  codecs: 'mp4a.40.2',
  segments: [segment(4, 64_000), segment(5, 80_000)],
});

describe('the media playlist', () => {
  it('lists every segment, relative to itself', () => {
    expect(writeMediaPlaylist(video({ segments: [segment(4, 1), segment(1.5, 1, 2)] }), FOLDER)).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="init.mp4"
#EXTINF:4.000000,
00001.m4s
#EXTINF:1.500000,
00002.m4s
#EXT-X-ENDLIST
`);
  });

  it('names what an earlier attempt stored where that lies', () => {
    const initKey = 'hls/ID/1/v720/init.mp4';
    const segments = [{ ...segment(4, 1), key: 'hls/ID/1/v720/00001.m4s' }, segment(4, 1, 2)];
    expect(writeMediaPlaylist({ initKey, segments }, FOLDER)).toContain(`#EXT-X-MAP:URI="../../1/v720/init.mp4"
#EXTINF:4.000000,
../../1/v720/00001.m4s
#EXTINF:4.000000,
00002.m4s
`);
  });

  it.each([
    [4.49, 4],
    [4.5, 5],
    [0.2, 1],
  ])('rounds a duration of %d to a target of %d', (seconds, target) =>
    expect(writeMediaPlaylist(video({ segments: [segment(seconds, 1)] }), FOLDER)).toContain(
      `#EXT-X-TARGETDURATION:${target}\n`,
    ),
  );
});

describe('the multivariant playlist', () => {
  it('counts the sound into what a variant costs', () => {
    expect(writeMultivariantPlaylist([video(), audio])).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/index.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=4128000,AVERAGE-BANDWIDTH=2883556,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=23.976,AUDIO="audio",CLOSED-CAPTIONS=NONE
v720/index.m3u8
`);
  });

  it('names every track of sound, and counts the costliest', () => {
    const described = { name: 'Hörfilm', language: 'de', isAutoSelected: true, characteristics: ['a.b', 'c.d'] };
    const costly = { ...audio, name: 'audio-2', segments: [segment(4, 80_000), segment(5, 90_000)] };
    const text = writeMultivariantPlaylist([video(), audio, { ...costly, sound: { channels: 2, label: described } }]);
    expect(text.match(/^#EXT-X-MEDIA:.*$/gm)).toEqual([
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/index.m3u8"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Hörfilm",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,CHARACTERISTICS="a.b,c.d",CHANNELS="2",URI="audio-2/index.m3u8"',
    ]);
    expect(text).toContain('BANDWIDTH=4160000,AVERAGE-BANDWIDTH=2906668,CODECS="avc1.64001f,mp4a.40.2",');
  });

  it('offers 5.1 beside stereo, the stereo first, with the same members in both groups', () => {
    const label = { name: 'Deutsch', language: 'de', isAutoSelected: true, characteristics: [] };
    const second = { ...audio, name: 'audio-2', sound: { channels: 2 as const, label } };
    const surround = { ...second, name: 'surround-2', sound: { channels: 6 as const, label } };
    const text = writeMultivariantPlaylist([video(), audio, second, surround]);
    const members = [...text.matchAll(/GROUP-ID="(\w+)",NAME="(\w+)".*CHANNELS="(\d)",URI="([\w-]+)/g)];
    expect(members.map(([, ...member]) => member.join(' '))).toEqual([
      'audio Audio 2 audio',
      'audio Deutsch 2 audio-2',
      'surround Audio 2 audio',
      'surround Deutsch 6 surround-2',
    ]);
    expect(text.match(/DEFAULT=YES/g)).toHaveLength(2);
    const variants = [...text.matchAll(/AUDIO="(\w+)".*\n(.*)/g)].map(([, group, uri]) => `${group} ${uri}`);
    expect(variants).toEqual(['audio v720/index.m3u8', 'surround v720/index.m3u8']);
  });

  it('of a silent film has no audio group', () => {
    expect(writeMultivariantPlaylist([video()])).not.toMatch(/AUDIO|mp4a/);
  });
});

describe('the measured bitrate', () => {
  it('peaks at the costliest segment', () => expect(peakBps(video())).toBe(4_000_000));
  it.each([
    [
      'takes a tail that is too short to count together with what is before it',
      [
        [4, 1_000_000],
        [0.04, 40_000],
      ],
      2_059_406,
    ],
    [
      'counts a segment of half the target',
      [
        [4, 1_000_000],
        [2, 1_000_000],
      ],
      4_000_000,
    ],
    [
      'takes short segments together in both directions',
      [
        [1, 10],
        [1, 500_000],
        [1, 600_000],
        [4, 100],
      ],
      4_400_000,
    ],
    [
      'leaves out runs of more than 1.5 targets',
      [
        [1, 900_000],
        [4, 1_000_000],
        [4, 900_000],
      ],
      3_040_000,
    ],
  ])('%s', (_what, parts, bps) =>
    expect(peakBps({ segments: parts.map(([seconds = 0, bytes = 0]) => segment(seconds, bytes)) })).toBe(bps),
  );
  it('counts a single short segment', () => expect(peakBps({ segments: [segment(1, 1_000)] })).toBe(8_000));
  it('is none for what lasts no time', () => {
    expect([peakBps({ segments: [segment(0, 1_000)] }), averageBps({ segments: [segment(0, 1_000)] })]).toEqual([0, 0]);
    expect([peakBps({ segments: [] }), averageBps({ segments: [] })]).toEqual([0, 0]);
  });
  it('is averaged over all of them', () => expect(averageBps(video())).toBe(2_755_556));
});

describe("ffmpeg's list of segments", () => {
  const text = '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:4.004000,\n00001.m4s\n';
  it('is read while it grows', () =>
    expect(parseSegmentList(text)).toEqual({
      segments: [{ fileName: '00001.m4s', durationSeconds: 4.004 }],
      ended: false,
    }));
  it.each(['#EXTINF:4.0', '#EXTINF:4.000000,\n', '#EXTINF:4.000000,\n0000'])(
    'leaves out what is cut off: %j',
    (entry) => expect(parseSegmentList(text + entry).segments).toHaveLength(1),
  );
  it('ends', () => expect(parseSegmentList(`${text}#EXT-X-ENDLIST\n`).ended).toBe(true));
});

const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(body.length + 8);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
};
const track = (entry: Buffer) =>
  box(
    'moov',
    box('mvhd', Buffer.alloc(20)),
    box('trak', box('mdia', box('minf', box('stbl', box('stsd', Buffer.alloc(8), entry))))),
  );

describe('the codecs of an init segment', () => {
  it('are the profile and level of H.264', () => {
    const avcC = box('avcC', Buffer.from([1, 0x4d, 0x40, 0x0a, 0xff]));
    expect(codecsOf(track(box('avc1', Buffer.alloc(78), avcC)))).toBe('avc1.4d400a');
  });
  const descriptor =
    (size: (bytes: number) => number[]) =>
    (tag: number, bytes: number[], inner: number[] = []) => [
      tag,
      ...size(bytes.length + inner.length),
      ...bytes,
      ...inner,
    ];
  it.each([
    ['one byte', (bytes: number) => [bytes]],
    ['four bytes', (bytes: number) => [0x80, 0x80, 0x80, bytes]],
  ])('are the object type of AAC, when sizes take %s', (_what, size) => {
    const write = descriptor(size);
    const config = write(4, [0x40, 0x15, ...new Array<number>(11).fill(0)], write(5, [0x11, 0x90]));
    const esds = box('esds', Buffer.alloc(4), Buffer.from(write(3, [0, 1, 0], config)));
    expect(codecsOf(track(box('mp4a', Buffer.alloc(28), esds)))).toBe('mp4a.40.2');
  });
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('ffffffff6d6f6f76', 'hex')],
    ['a cut box', track(box('avc1', Buffer.alloc(78))).subarray(0, 60)],
  ])('are not made up for %s', (_what, data) => expect(() => codecsOf(data)).toThrow('no codec'));
});
