import { execFile } from 'node:child_process';
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Container } from '@kinora/sniff';
import { tempFolder } from '@kinora/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClip, remux } from '../../../test/clips.js';
import type { MediaProbe } from '../../domain/media-probe.js';
import { readProbeReport } from '../ffmpeg/probe-report.js';
import { PROBED_ENTRIES } from '../ffmpeg/probe-schema.js';
import { beginningOf } from './beginning.js';
import { bytesOf, type ReadRange } from './read-range.js';

const run = promisify(execFile);
const FRAMES = ['-g', '120', '-bf', '2', '-b:v', '100k'];
let folder: string;
let clip: string;
beforeAll(async () => {
  folder = await tempFolder();
  clip = await makeClip(folder, { size: '64x48', rate: '60', seconds: 240, options: FRAMES });
});

async function beginningOfFile(file: string) {
  const { size } = await stat(file);
  const handle = await open(file);
  const read: ReadRange = async function* ({ first, last }) {
    yield (await handle.read(Buffer.alloc(last - first + 1), 0, last - first + 1, first)).buffer;
  };
  const beginning = beginningOf(read, size);
  const [bitratesBps, bytes] = [
    await beginning.bitratesBps(),
    await bytesOf(beginning.read({ first: 0, last: size - 1 })),
  ];
  await handle.close();
  return { bitratesBps, bytes };
}

async function probed(
  file: string,
  container: Container,
  bitratesBps?: ReadonlyMap<number, number>,
): Promise<MediaProbe> {
  const questions = ['-v', 'error', '-show_entries', PROBED_ENTRIES, '-read_intervals', '%+#64', '-of', 'json', file];
  const { stdout, stderr } = await run('ffprobe', questions);
  expect(stderr).toBe('');
  return readProbeReport(stdout, { container, sizeBytes: 1, ...(bitratesBps ? { bitratesBps } : {}) });
}

const packets = async (file: string): Promise<number> =>
  (
    await run('ffprobe', ['-v', 'error', '-show_entries', 'packet=pts', '-select_streams', 'v', '-of', 'csv', file])
  ).stdout.split('\n').length;

const LATE_SOUND = ['-itsoffset', '1.5', '-f', 'lavfi', '-i', 'sine=duration=200'];
const sources: [what: string, container: Container, made: () => Promise<string>][] = [
  ['with its index at the end', 'mp4', async () => clip],
  ['with its index first', 'mp4', () => remux(clip, ['-movflags', '+faststart'])],
  [
    'of QuickTime, with sound without compression',
    'mov',
    async () => {
      const file = `${clip}.mov`;
      await run('ffmpeg', ['-v', 'error', '-i', clip, '-c:v', 'copy', '-c:a', 'pcm_s16le', file]);
      return file;
    },
  ],
  [
    'with a second sound that begins late',
    'mp4',
    () => remux(clip, ['-map', '0', '-map', '1', '-c:a', 'aac'], LATE_SOUND),
  ],
  [
    'cut out of a longer one',
    'mp4',
    async () => {
      const file = `${clip}.cut.mp4`;
      await run('ffmpeg', ['-v', 'error', '-ss', '3.1', '-i', clip, '-c', 'copy', file]);
      return file;
    },
  ],
  [
    'whose frames come at uneven times',
    'mp4',
    async () => {
      const file = `${clip}.uneven.mp4`;
      const drop = ['-vf', "select='mod(n,7)*mod(n,11)'", '-vsync', 'vfr', '-preset', 'ultrafast'];
      await run('ffmpeg', ['-v', 'error', '-i', clip, ...drop, '-c:a', 'copy', file]);
      return file;
    },
  ],
];

describe('the beginning of a movie', () => {
  it.each(sources)('%s tells ffprobe what the whole tells', async (_what, container, made) => {
    const file = await made();
    const { bytes, bitratesBps } = await beginningOfFile(file);
    await writeFile(`${file}.short`, bytes);
    expect(bitratesBps.size).toBeGreaterThan(0);
    expect(await packets(`${file}.short`)).toBeLessThan((await packets(file)) / 2);
    expect(await probed(`${file}.short`, container, bitratesBps)).toEqual(await probed(file, container));
  });

  it.each([
    ['at its end', () => clip],
    ['first', () => remux(clip, ['-movflags', '+faststart'])],
  ])('is read before ffmpeg asks for it, with its index %s', async (_where, made) => {
    const whole = await readFile(await made());
    let reads = 0;
    const read: ReadRange = async function* ({ first, last }) {
      reads++;
      yield whole.subarray(first, last + 1);
    };
    const beginning = beginningOf(read, whole.length);
    await beginning.bitratesBps();
    const readsBefore = reads;
    const dataAt = whole.indexOf('mdat') + 4;
    const range = { first: dataAt, last: dataAt + 99_999 };
    expect((await bytesOf(beginning.read(range))).equals(whole.subarray(range.first, range.last + 1))).toBe(true);
    expect(reads).toBe(readsBefore);
  });

  it.each([
    ['a short one', () => makeClip(folder, { size: '64x48' })],
    ['one in fragments', () => remux(clip, ['-movflags', '+frag_keyframe+empty_moov'])],
    ['another container', () => makeClip(folder, { size: '64x48', seconds: 120, name: 'clip.mkv' })],
  ])('is the source as it is: %s', async (_what, made) => {
    const file = await made();
    const { bytes, bitratesBps } = await beginningOfFile(file);
    expect(bitratesBps.size).toBe(0);
    expect(bytes.equals(await readFile(file))).toBe(true);
  });
});
