import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';
import { littleEndian, zeros } from '../test/hostile/bytes.js';
import { box, movie, u32 } from '../test/hostile/movie.js';

const run = promisify(execFile);
const MAX_STREAMS = 4;
const MAX_DURATION_SECONDS = 400;
const MAX_DECODED_MEGAPIXELS = 50_000;

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker({
    ...{ TRANSCODE_CONCURRENCY: '2', MAX_STREAMS: String(MAX_STREAMS), MAX_FFPROBE_MEMORY_MIB: '512' },
    ...{ MAX_DURATION_SECONDS: String(MAX_DURATION_SECONDS), MAX_DECODED_MEGAPIXELS: String(MAX_DECODED_MEGAPIXELS) },
  });
});
afterAll(() => bed.close());

async function upload(content: Buffer) {
  const file = path.join(await tempFolder(), randomUUID());
  await writeFile(file, content);
  return bed.upload(file);
}

async function ends(id: string) {
  const row = await bed.finished(id, 25_000);
  expect(row).toMatchObject({ attempt: 1, losses: 0, passing_faults: 0 });
  if (row.state === 'failed') expect(await bed.outputFiles(id)).toEqual([]);
  return row;
}

async function fails(id: string, code: string, words: RegExp) {
  const row = await ends(id);
  expect(row).toMatchObject({ state: 'failed', failure_code: code, failure_detail: expect.stringMatching(words) });
  return row;
}

/** A WAV of a few samples, which says of them what it likes. */
const wav = (channels: number, sampleRateHz: number): Buffer =>
  Buffer.concat([
    ...[Buffer.from('RIFF'), littleEndian(1_036, 4), Buffer.from('WAVEfmt '), littleEndian(16, 4), littleEndian(1, 2)],
    ...[littleEndian(channels, 2), littleEndian(sampleRateHz, 4), littleEndian(0xffffffff, 4)],
    ...[
      littleEndian((channels * 2) % 0x10000, 2),
      littleEndian(16, 2),
      Buffer.from('data'),
      littleEndian(1_000, 4),
      zeros(1_000),
    ],
  ]);

/** The Duration element and its size of eight bytes (RFC 9559, 5.1.2.10). */
const MATROSKA_DURATION = Buffer.from('448988', 'hex');

/** One frame, which is shown over and over. */
async function sixMinutesOf2160p60(timescale = 60): Promise<Buffer> {
  const file = path.join(await tempFolder(), 'frame.png');
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=gray:size=3840x2160', '-frames:v', '1', file]);
  const frame = await readFile(file);
  const size = { width: 3_840, height: 2_160, codec: 'png ', frameBytes: frame.length, media: frame };
  return movie({ ...size, timescale, frames: 6 * 60 * 60, repeats: true });
}

describe('what a file says of itself is held to the limits', () => {
  it.each([
    ['raw', 'raw ', 65_535],
    ['PNG', 'png ', 65_535],
    ['JPEG', 'jpeg', 20_000],
  ])('a picture of %s', async (_name, codec, side) => {
    const bytes = movie({ width: side, height: side, codec, frameBytes: 1_000, frames: 2 });
    await fails(await upload(bytes), 'too-large', new RegExp(`^The picture has ${side} by ${side} pixels`));
  });

  it('tracks, to the last one', async () => {
    expect(await ends(await upload(movie({ tracks: MAX_STREAMS })))).toMatchObject({ state: 'ready' });
    await fails(await upload(movie({ tracks: MAX_STREAMS + 1 })), 'too-large', /^The file has more than 4 tracks/);
    await fails(await upload(movie({ tracks: 5_000, frames: 1 })), 'too-large', /^The file has more than 4 tracks/);
  });

  it('ten thousand hours', async () => {
    const bytes = movie({ timescale: 1, frameTicks: 36_000_000, frames: 1 });
    await fails(await upload(bytes), 'too-large', /^The video lasts 10000 hours/);
  });

  it('a length in Matroska', async () => {
    const clip = await makeClip(await tempFolder(), { seconds: 1, size: '160x90', name: 'long.mkv' });
    const bytes = await readFile(clip);
    bytes.writeDoubleBE(1e12, bytes.indexOf(MATROSKA_DURATION) + MATROSKA_DURATION.length);
    await fails(await upload(bytes), 'too-large', /^The video lasts 277777.8 hours/);
  });

  it('six minutes of 2160p at 60 frames a second, in less than a megabyte', async () => {
    const bytes = await sixMinutesOf2160p60();
    expect(bytes.length).toBeLessThan(1_000_000);
    await fails(await upload(bytes), 'too-large', /more pixels in all its frames/);
  });
});

describe('a file that says what cannot be', () => {
  it.each<[string, () => Buffer]>([
    ['a billion frames a second', () => movie({ timescale: 1_000_000_000 })],
    ['no ticks in a second', () => movie({ timescale: 0 })],
    ['frames without a duration', () => movie({ frameTicks: 0 })],
    ['sound of 65535 channels at four gigahertz', () => wav(65_535, 0xffffffff)],
    ['sound without a channel or a rate', () => wav(0, 0)],
    ['half a billion frames that are not there', () => movie({ frames: 0x20000000, frameBytes: 1, media: zeros(100) })],
  ])('ends soon: %s', async (_what, make) => {
    expect((await ends(await upload(make()))).state).toBeOneOf(['ready', 'failed']);
  });

  it('ends soon: boxes within boxes', async () => {
    let boxes = box('free');
    for (let depth = 0; depth < 10_000; depth++) boxes = box('moov', boxes);
    await fails(
      await upload(Buffer.concat([box('ftyp', Buffer.from('qt  '), u32(0)), boxes])),
      'unreadable',
      /damaged/,
    );
  });

  it('gets no more memory than it may: an index of a gibibyte in a megabyte', async () => {
    const tableBytes = 200 * 1_024 ** 2;
    const table = box('stsz', u32(0), u32(0), u32(tableBytes / 4), zeros(tableBytes));
    const index = deflateSync(box('moov', box('trak', box('mdia', box('minf', box('stbl', table))))));
    const compressed = box('cmov', box('dcom', Buffer.from('zlib')), box('cmvd', u32(0x40000000), index));
    const bytes = Buffer.concat([box('ftyp', Buffer.from('qt  '), u32(0)), box('moov', compressed)]);
    expect(bytes.length).toBeLessThan(1_000_000);
    const row = await fails(await upload(bytes), 'unreadable', /damaged/);
    expect(row.failure_log).toContain('Cannot allocate memory');
  });
});

describe('whatever a file says of itself', () => {
  let own: Bed;
  beforeAll(async () => {
    own = await createBed();
  });
  afterAll(() => own.close());

  async function endsWithin(env: Record<string, string>, file: string) {
    const worker = await own.startWorker(env);
    const row = await own.finished(await own.upload(file), 25_000);
    await worker.close();
    return row;
  }
  const written = async (content: Buffer) => {
    const file = path.join(await tempFolder(), 'film.mp4');
    await writeFile(file, content);
    return file;
  };

  it('its frames are decoded for no longer than its length allows', async () => {
    const allAtOnce = await written(await sixMinutesOf2160p60(1_000_000));
    const row = await endsWithin({ WALL_TIME_BASE_SECONDS: '2', WALL_TIME_UNKNOWN_SECONDS: '2' }, allAtOnce);
    expect(row).toMatchObject({ state: 'failed', failure_code: 'took-too-long' });
  });

  it('its pictures are shown for no longer than a video may last', async () => {
    const gap = [
      '-vf',
      'setpts=if(gte(N\\,10)\\,PTS+5000/TB\\,PTS)',
      '-fps_mode',
      'passthrough',
      '-c:v',
      'mjpeg',
      '-pix_fmt',
      'yuvj420p',
    ];
    const options = [...gap, '-f', 'matroska', '-live', '1'];
    const clip = await makeClip(await tempFolder(), {
      size: '16x16',
      seconds: 1,
      sound: false,
      options,
      name: 'gap.mkv',
    });
    const row = await endsWithin({ MAX_DURATION_SECONDS: '20' }, clip);
    expect(row).toMatchObject({ state: 'failed', failure_code: 'too-large' });
    expect(row.failure_detail).toMatch(/^The video lasts/);
  });

  it('its segments take no more than a file may', async () => {
    const clip = await makeClip(await tempFolder(), { seconds: 2 });
    const row = await endsWithin({ MAX_SEGMENT_BYTES: '4000' }, clip);
    expect(row).toMatchObject({ failure_code: 'too-large', losses: 0 });
    expect(row.failure_detail).toMatch(/^A few seconds of this video take more room/);
  });

  it('ffmpeg gets no more memory than it may', async () => {
    const clip = await makeClip(await tempFolder(), { seconds: 1, size: '1280x720', options: ['-c:v', 'mpeg4'] });
    const row = await endsWithin({ FFMPEG_THREADS: '1', MAX_FFMPEG_MEMORY_MIB: '60' }, clip);
    expect(row).toMatchObject({ state: 'failed', failure_code: 'too-large', losses: 0 });
    expect(row.failure_detail).toContain('memory');
  });
});
