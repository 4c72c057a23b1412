import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { tempFolder } from '../temp-folder.js';
import { assertHlsValid } from './index.js';

const run = promisify(execFile);
const SITE = 'http://media.test/';
let folder: string;

const rung = (name: string, size: string, keyFrames: number) => [
  ...[
    '-map',
    '0:v',
    '-s',
    size,
    '-c:v',
    'libx264',
    '-profile:v',
    'high',
    '-level:v',
    '3.0',
    '-pix_fmt',
    'yuv420p',
    '-g',
    String(keyFrames),
  ],
  ...['-sc_threshold', '0', '-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', 'independent_segments', '-hls_fmp4_init_filename', `${name}-init.mp4`],
  ...['-hls_segment_filename', `${name}-%d.m4s`, `${name}.m3u8`],
];

/** A stream made by ffmpeg's own HLS muxer, and one whose cuts lie elsewhere. */
beforeAll(async () => {
  folder = await tempFolder();
  const input = ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=5'];
  await run('ffmpeg', [...input, ...rung('a', '320x180', 50), ...rung('b', '160x90', 50), ...rung('c', '160x90', 60)], {
    cwd: folder,
  });
});

const variant = (name: string, over: Record<string, string> = {}) => {
  const attributes = {
    ...{ BANDWIDTH: '900000', 'AVERAGE-BANDWIDTH': 'MEAN', CODECS: '"PROFILE-AND-LEVEL"', 'FRAME-RATE': '25.000' },
    ...over,
  };
  const list = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
  return `#EXT-X-STREAM-INF:${list.join(',')}\n${name}.m3u8\n`;
};

async function meanBps(name: string): Promise<number> {
  const text = await readFile(path.join(folder, `${name}.m3u8`), 'utf8');
  const files = text.split('\n').filter((line) => line.endsWith('.m4s'));
  const sizes = await Promise.all(files.map(async (file) => (await readFile(path.join(folder, file))).length));
  return Math.ceil((8 * sizes.reduce((sum, size) => sum + size, 0)) / 5);
}

interface Stream {
  variants?: [name: string, size: string, over?: Record<string, string>][];
  alter?: (url: string, text: string) => string;
}

async function check({
  variants = [
    ['a', '320x180'],
    ['b', '160x90'],
  ],
  alter = (_url, text) => text,
}: Stream = {}) {
  const lines = await Promise.all(
    variants.map(async ([name, size, over]) => {
      const line = variant(name, { RESOLUTION: size, ...over });
      return line.replace('MEAN', String(await meanBps(name))).replace('PROFILE-AND-LEVEL', 'avc1.64001e');
    }),
  );
  const master = `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n${lines.join('')}`;
  const fetchBytes = async (url: string) => {
    const name = url.slice(SITE.length);
    if (name === 'main.m3u8') return Buffer.from(alter(name, master));
    const bytes = await readFile(path.join(folder, name));
    return name.endsWith('.m3u8') ? Buffer.from(alter(name, bytes.toString())) : bytes;
  };
  await assertHlsValid(fetchBytes, `${SITE}main.m3u8`, { durationSeconds: 5, audio: false });
}

const inPlaylist = (from: string | RegExp, to: string) => ({
  alter: (url: string, text: string) => (url === 'a.m3u8' ? text.replace(from, to) : text),
});

it('lets a good stream pass', () => check());

it.each<[string, Stream, RegExp]>([
  ['a BANDWIDTH below the peak', { variants: [['a', '320x180', { BANDWIDTH: '1000' }]] }, /below the measured peak/],
  ['a wrong AVERAGE-BANDWIDTH', { variants: [['a', '320x180', { 'AVERAGE-BANDWIDTH': '5' }]] }, /AVERAGE-BANDWIDTH/],
  ['a wrong RESOLUTION', { variants: [['a', '160x90', { CODECS: '"avc1.64001e"' }]] }, /RESOLUTION/],
  ['a wrong level', { variants: [['a', '320x180', { CODECS: '"avc1.640028"' }]] }, /CODECS/],
  ['a wrong rate', { variants: [['a', '320x180', { 'FRAME-RATE': '30.000' }]] }, /FRAME-RATE/],
  [
    'other cuts',
    {
      variants: [
        ['a', '320x180'],
        ['c', '160x90'],
      ],
    },
    /cut elsewhere|as many segments/,
  ],
  ['a missing end', inPlaylist('#EXT-X-ENDLIST', ''), /ENDLIST/],
  ['a missing segment', inPlaylist(/#EXTINF:[\d.]+,\na-1\.m4s\n/, ''), /EXTINF/],
  ['a wrong duration', inPlaylist('#EXTINF:2.000000', '#EXTINF:1.700000'), /EXTINF of segment 1/],
  ['a target that is too short', inPlaylist('TARGETDURATION:2', 'TARGETDURATION:1'), /TARGETDURATION/i],
  ['an absolute address', inPlaylist('a-1.m4s', `${SITE}a-1.m4s`), /relative/],
  ['segments that may depend on others', inPlaylist('#EXT-X-INDEPENDENT-SEGMENTS\n', ''), /INDEPENDENT/],
])('finds %s', (_what, stream, words) => expect(check(stream)).rejects.toThrow(words));
