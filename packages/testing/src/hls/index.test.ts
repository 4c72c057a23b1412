import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { tempFolder } from '../temp-folder.js';
import { assertHlsValid } from './index.js';

const run = promisify(execFile);
const SITE = 'http://media.test/video/1/';
const SECONDS = 5;
let folder: string;

const packed = (name: string, seconds: number, ...flags: string[]) => [
  ...['-f', 'hls', '-hls_time', String(seconds), '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', ['independent_segments', ...flags].join('+'), '-hls_fmp4_init_filename', `${name}-init.mp4`],
  ...['-hls_segment_filename', `${name}-%d.m4s`, `${name}.m3u8`],
];
const picture = (size: string, keyFrames: number, x264 = 'bframes=0') => [
  ...['-map', '0:v', '-s', size, '-c:v', 'libx264', '-profile:v', 'high', '-level:v', '3.0', '-pix_fmt', 'yuv420p'],
  ...['-g', String(keyFrames), '-sc_threshold', '0', '-x264-params', x264],
];
const SOUND = ['-map', '1:a', '-c:a', 'aac', '-b:a', '64k', '-ac', '2', '-avoid_negative_ts', 'make_zero'];

/** Made by ffmpeg's own HLS muxer: `a`, `b` and `sound` are a good stream, each of the others has one thing wrong. */
beforeAll(async () => {
  folder = await tempFolder();
  const input = ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=25:duration=${SECONDS}`];
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${SECONDS}`];
  const renditions = [
    [...picture('320x180', 50), ...packed('a', 2)],
    [...picture('160x90', 50), ...packed('b', 2)],
    [...picture('160x90', 250), '-force_key_frames', '0,2.2,4', ...packed('other-cuts', 2)],
    [...picture('160x90', 250), ...packed('no-key-frames', 2, 'split_by_time')],
    [...picture('160x90', 50, 'open-gop=1:bframes=2:b-adapt=0'), ...packed('open-gop', 2)],
    [...SOUND, ...packed('sound', 2)],
    [...SOUND, ...packed('other-sound', 1.5)],
  ];
  await run('ffmpeg', [...input, ...tone, ...renditions.flat()], { cwd: folder });
});

async function bitrates(name: string): Promise<{ peak: number; mean: number }> {
  const text = await readFile(path.join(folder, `${name}.m3u8`), 'utf8');
  const segments = [...text.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)].map(async ([, seconds, file]) => {
    const { length } = await readFile(path.join(folder, String(file)));
    return { seconds: Number(seconds), bits: length * 8 };
  });
  const all = await Promise.all(segments);
  const peak = Math.max(...all.map(({ seconds, bits }) => bits / seconds));
  return { peak, mean: all.reduce((sum, { bits }) => sum + bits, 0) / SECONDS };
}

interface Stream {
  /** Attributes that the multivariant playlist gives a variant instead of the true ones. */
  says?: Record<string, string>;
  second?: string;
  sound?: string | null;
  playlist?: (text: string) => string;
  segment?: (bytes: Buffer) => Buffer;
}

async function variant(name: string, size: string, sound: string | null, says: Stream['says'] = {}) {
  const parts = await Promise.all([name, ...(sound ? [sound] : [])].map(bitrates));
  const total = (of: 'peak' | 'mean') => Math.ceil(parts.reduce((sum, part) => sum + part[of], 0));
  const attributes = {
    BANDWIDTH: total('peak'),
    'AVERAGE-BANDWIDTH': total('mean'),
    CODECS: sound ? '"avc1.64001e,mp4a.40.2"' : '"avc1.64001e"',
    'FRAME-RATE': '25.000',
    RESOLUTION: size,
    ...(sound ? { AUDIO: '"sound"' } : {}),
    ...says,
  };
  const list = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
  return `#EXT-X-STREAM-INF:${list.join(',')}\n${name}.m3u8\n`;
}

/** ffmpeg says it only of pictures that are cut at key frames. */
const independent = (text: string) =>
  text.includes('INDEPENDENT') ? text : text.replace('#EXT-X-MAP', '#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP');

/** Checks a good stream with one thing changed. `playlist` and `segment` change the first rendition. */
async function check({ says, second = 'b', sound = 'sound', playlist, segment }: Stream = {}) {
  const choice = 'NAME="Default",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2"';
  const media = sound ? `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",${choice},URI="${sound}.m3u8"\n` : '';
  const variants = [await variant('a', '320x180', sound, says), await variant(second, '160x90', sound)].join('');
  const text = `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n${media}${variants}`;
  const fetchBytes = async (url: string) => {
    const name = url.slice(SITE.length);
    if (name === 'main.m3u8') return Buffer.from(text);
    const bytes = await readFile(path.join(folder, name));
    if (name === 'a.m3u8' && playlist) return Buffer.from(playlist(bytes.toString()));
    if (name.endsWith('.m3u8')) return Buffer.from(independent(bytes.toString()));
    return name === 'a-1.m4s' && segment ? segment(bytes) : bytes;
  };
  await assertHlsValid(fetchBytes, `${SITE}main.m3u8`, { durationSeconds: SECONDS, audio: sound !== null });
}

const inPlaylist = (from: string | RegExp, to: string): Stream => ({ playlist: (text) => text.replace(from, to) });
const inSegment = (change: (bytes: Buffer) => void): Stream => ({
  segment: (bytes) => {
    const changed = Buffer.from(bytes);
    change(changed);
    return changed;
  },
});
/** Of a box of version 1: after its type, version and flags. */
const raiseTime = (bytes: Buffer, byTicks: number) => {
  const at = bytes.indexOf('tfdt') + 8;
  bytes.writeBigUInt64BE(bytes.readBigUInt64BE(at) + BigInt(byTicks), at);
};

it('lets a good stream pass', () => check());
it('lets a good stream without sound pass', () => check({ sound: null }));

it.each<[string, Stream, RegExp]>([
  ['a BANDWIDTH below the peak', { says: { BANDWIDTH: '100000' } }, /below the measured peak/],
  ['a BANDWIDTH far above the peak', { says: { BANDWIDTH: '9000000' } }, /above the measured peak/],
  ['a wrong AVERAGE-BANDWIDTH', { says: { 'AVERAGE-BANDWIDTH': '5' } }, /AVERAGE-BANDWIDTH/],
  ['a wrong RESOLUTION', { says: { RESOLUTION: '160x90' } }, /RESOLUTION/],
  ['a wrong level', { says: { CODECS: '"avc1.640028,mp4a.40.2"' } }, /CODECS/],
  ['a wrong profile of the sound', { says: { CODECS: '"avc1.64001e,mp4a.40.5"' } }, /CODECS/],
  ['a sound that is not named', { says: { CODECS: '"avc1.64001e"' } }, /CODECS/],
  ['a wrong rate', { says: { 'FRAME-RATE': '30.000' } }, /FRAME-RATE/],
  ['other cuts', { second: 'other-cuts' }, /cut elsewhere/],
  ['sound that is cut elsewhere', { sound: 'other-sound' }, /as many segments/],
  ['segments without a key frame', { second: 'no-key-frames' }, /key frame/],
  ['pictures that need those before them', { second: 'open-gop' }, /IDR/],
  ['a missing end', inPlaylist('#EXT-X-ENDLIST', ''), /ENDLIST/],
  ['a missing segment', inPlaylist(/#EXTINF:[\d.]+,\na-1\.m4s\n/, ''), /EXTINF/],
  ['a wrong duration', inPlaylist('#EXTINF:2.000000', '#EXTINF:1.700000'), /EXTINF of segment 1/],
  ['a wrong length', inPlaylist(/#EXTINF:1.000000/, '#EXTINF:1.500000'), /EXTINF sums to/],
  ['a target that is too short', inPlaylist('TARGETDURATION:2', 'TARGETDURATION:1'), /TARGETDURATION/i],
  ['an absolute address', inPlaylist('a-1.m4s', `${SITE}a-1.m4s`), /relative/],
  ['an address of another video', inPlaylist('a-1.m4s', '../../other/a-1.m4s'), /stays below/],
  ['segments that may depend on others', inPlaylist('#EXT-X-INDEPENDENT-SEGMENTS\n', ''), /INDEPENDENT/],
  ['a version that is too low', inPlaylist('VERSION:7', 'VERSION:5'), /knows not all/],
  ['a version that is too high', inPlaylist('VERSION:7', 'VERSION:9'), /later than needed/],
  ['a gap in time', inSegment((bytes) => raiseTime(bytes, 100)), /a gap of/],
  ['an overlap', inSegment((bytes) => raiseTime(bytes, -100)), /a gap of/],
  ['damage', inSegment((bytes) => bytes.fill(0x55, bytes.indexOf('mdat') + 40)), /error|Invalid/i],
])('finds %s', (_what, stream, words) => expect(check(stream)).rejects.toThrow(words));
