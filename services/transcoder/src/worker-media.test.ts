import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually, tempFolder, turnUpright } from '@kinora/testing';
import { assertHlsValid, type HlsExpectations } from '@kinora/testing/hls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { type ClipOptions, makeClip, recordingFfmpeg, remux } from '../test/clips.js';

const run = promisify(execFile);
let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

const SITE = 'http://media.test/';
async function fetchBytes(url: string): Promise<Uint8Array> {
  const { body } = await bed.files.get(url.slice(SITE.length));
  return Buffer.concat(await body.toArray());
}

async function plays(file: string, expected: HlsExpectations) {
  const id = await bed.upload(file);
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'ready', progress: 100, playable: 1, failure_code: null, lease_until: null });
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, expected);
  return { id, row };
}

const clip = async (options?: ClipOptions) => makeClip(await tempFolder(), options);

describe('a source becomes a valid stream', () => {
  it('with every rung below its own size', async () => {
    const file = await clip({ size: '640x360', seconds: 9, options: ['-b:v', '900k', '-g', '48', '-bf', '2'] });
    const { id, row } = await plays(file, { durationSeconds: 9, audio: true, resolutions: ['640x360', '426x240'] });
    expect(row).toMatchObject({ width: 640, height: 360, attempt: 1 });
    const rows = await bed.database.db.selectFrom('renditions').selectAll().where('video_id', '=', id).execute();
    expect(rows.map(({ name }) => name).sort()).toEqual(['audio', 'source', 'v240']);
    for (const rendition of rows) {
      expect(rendition).toMatchObject({ state: 'done', progress: 100 });
      expect(rendition.bandwidth_bps).toBeGreaterThanOrEqual(Number(rendition.average_bandwidth_bps));
    }
    expect(rows.find(({ name }) => name === 'source')?.reason).toMatch(
      /^copied: H\.264 \w+ [\d.]+ [kM]bit\/s, key frames at most 4\.0 s apart$/,
    );
    expect(rows.find(({ name }) => name === 'v240')?.reason).toContain('slower connections');
    expect(row.reasons?.join('\n')).toMatch(/^360p copied: .*apart$[\s\S]*^240p encoded for/m);
  });

  it('and leaves nothing in the scratch folder', async () => {
    const workers = await readdir(bed.scratchDir);
    const left = await Promise.all(workers.map((name) => readdir(path.join(bed.scratchDir, name))));
    expect(left.flat()).toEqual(['alive']);
  });

  it.each<[string, string[], string]>([
    ['key frames are too far apart', ['-g', '250', '-sc_threshold', '0', '-b:v', '900k'], 'audio-by-clock'],
    ['it costs too much', ['-g', '48', '-qp', '1'], 'audio'],
  ])('encoded as a whole, its sound cut with it, when %s', async (_why, options, sound) => {
    const file = await clip({ size: '640x360', seconds: 12, options });
    const { id } = await plays(file, { durationSeconds: 12, audio: true, resolutions: ['640x360', '426x240'] });
    const rows = await bed.database.db.selectFrom('renditions').select('name').where('video_id', '=', id).execute();
    expect(rows.map(({ name }) => name).sort()).toEqual([sound, 'v240', 'v360']);
    await eventually(async () => expect((await bed.outputFiles(id)).join()).not.toContain('/source/'));
  });

  it.each<[string, string[]]>([
    ['copied', []],
    ['encoded', ['-c:a', 'libmp3lame', '-ac', '1', '-ar', '44100']],
  ])('cut where the source has its key frames, wherever those are, its sound %s', async (_how, sound) => {
    const options = ['-force_key_frames', '0,1.5,2.25,5,9.5,10,13', '-g', '250', '-sc_threshold', '0', '-b:v', '900k'];
    const clipOptions = [...options, '-bf', '3', ...sound];
    const file = await clip({ size: '640x360', seconds: 15, rate: '30000/1001', options: clipOptions });
    const { id, row } = await plays(file, {
      ...{ durationSeconds: 15, audio: true, resolutions: ['640x360', '426x240'] },
    });
    expect((await fetchBytes(`${SITE}${row.hls_path}`)).toString()).toContain('source/index.m3u8');
    expect((await bed.outputFiles(id)).join()).not.toContain('v360');
  });

  it('of 90 seconds at 29.97 frames a second, whose key frames are not where the clock says', async () => {
    const options = ['-g', '60', '-sc_threshold', '0', '-b:v', '400k'];
    const file = await clip({ size: '480x360', seconds: 90, rate: '30000/1001', options });
    const { id } = await plays(file, { durationSeconds: 90, audio: true, resolutions: ['480x360', '320x240'] });
    expect((await bed.outputFiles(id)).join()).toContain('/source/');
  }, 150_000);

  it.each<[string, ClipOptions, string, number]>([
    [
      'copied',
      { size: '854x480', seconds: 60, options: ['-g', '48', '-sc_threshold', '0', '-b:v', '900k'] },
      'source',
      3,
    ],
    ['encoded', { size: '640x360', seconds: 24, rate: '10', options: ['-c:v', 'mpeg4', '-b:v', '900k'] }, 'v360', 2],
  ])('that may be watched while its first step is %s', async (_how, options, name, minSegments) => {
    const id = await bed.upload(await clip(options));
    let hadPictureFirst = false;
    const row = await eventually(async () => {
      const found = await bed.row(id);
      hadPictureFirst ||= found?.playable === 0 && found.poster_path !== null;
      expect(found).toMatchObject({ state: 'processing', playable: 1 });
      return found;
    });
    expect(hadPictureFirst).toBe(false);
    const url = new URL(String(row?.hls_path), SITE);
    const read = async (uri: string) => (await fetchBytes(new URL(uri, url).href)).toString();
    const names = [...(await read(url.href)).matchAll(/"?(\w+\/\w+\.m3u8)/g)].map(([, uri]) => String(uri));
    expect(names).toEqual([expect.stringMatching(/^audio/), expect.stringMatching(new RegExp(`^${name}/`))]);
    for (const playlist of names) {
      const segments = [...(await read(playlist)).matchAll(/^(\d+\.m4s)$/gm)];
      expect(segments.length).toBeGreaterThanOrEqual(minSegments);
      for (const [segment] of segments)
        expect((await read(new URL(segment, new URL(playlist, url)).href)).length).toBeGreaterThan(0);
    }
    expect(await bed.finished(id)).toMatchObject({ state: 'ready', playable: 1 });
  });

  it('none of it encoded twice, when it cannot be copied', async () => {
    const ffmpeg = await recordingFfmpeg(await tempFolder());
    const own = await createBed();
    onTestFinished(() => own.close());
    await own.startWorker({ FFMPEG_PATH: ffmpeg.command });
    const id = await own.upload(await clip({ size: '854x480', seconds: 9, options: ['-c:v', 'mpeg4'] }));
    expect(await own.finished(id)).toMatchObject({ state: 'ready' });
    expect(await ffmpeg.steps()).toEqual(['v360 audio', 'v480 v240']);
  });

  it('without sound', async () => {
    await plays(await clip({ sound: false }), { durationSeconds: 3, audio: false });
  });

  it('of an odd size', async () => {
    const options = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'];
    const file = await clip({ size: '161x121', name: 'odd.webm', options });
    await plays(file, { durationSeconds: 3, audio: true, resolutions: ['160x120'] });
  });

  it('upright, when a phone was held upright', async () => {
    const file = await turnUpright(await clip());
    const { row } = await plays(file, { durationSeconds: 3, audio: true, resolutions: ['180x320'] });
    expect(row).toMatchObject({ width: 180, height: 320 });
  });

  it('in its true shape, when pixels are not square', async () => {
    const file = await clip({ options: ['-vf', 'setsar=2/1'] });
    await plays(file, { durationSeconds: 3, audio: true, resolutions: ['640x180'] });
  });

  it('at an even rate, when frames came at uneven times', async () => {
    const options = ['-vf', "select='not(mod(n,3))+lt(n,20)'", '-fps_mode', 'vfr'];
    await plays(await clip({ options }), { durationSeconds: 3, audio: true });
  });

  it('with sound that starts late', async () => {
    const file = await clip({ options: ['-af', 'adelay=0', '-output_ts_offset', '0'] });
    await plays(await remux(file, ['-map', '0:v', '-map', '1:a'], ['-itsoffset', '0.7', '-i', file]), {
      ...{ durationSeconds: 3, toleranceSeconds: 0.9, audio: true },
    });
  });

  it.each([
    ['film.mkv', []],
    ['film.ts', []],
    ['film.mpg', ['-c:v', 'mpeg2video', '-r', '25', '-c:a', 'mp2']],
    ['film.avi', ['-c:v', 'mpeg4', '-c:a', 'mp3']],
    ['film.flv', []],
    ['film.mov', ['-pix_fmt', 'yuv444p']],
  ])('from %s', async (name, options) => {
    await plays(await clip({ name, options }), { durationSeconds: 3, audio: true, toleranceSeconds: 0.5 });
  });

  it('when its length is not known', async () => {
    const file = await clip({ name: 'live.mkv', options: ['-f', 'matroska', '-live', '1'] });
    await plays(file, { durationSeconds: 3, audio: true });
  });

  it('of 16 by 16 pixels', async () => {
    await plays(await clip({ size: '16x16' }), { durationSeconds: 3, audio: true, resolutions: ['16x16'] });
  });

  it('of a single frame', async () => {
    const file = await clip({ sound: false, options: ['-frames:v', '1'] });
    await plays(file, { durationSeconds: 0.04, audio: false });
  });
});

describe('a file that cannot be converted', () => {
  async function fails(file: string, code: string) {
    const id = await bed.upload(file);
    const row = await bed.finished(id);
    expect(row).toMatchObject({ state: 'failed', failure_code: code, playable: 0, attempt: 1, lease_until: null });
    expect(await bed.outputFiles(id)).toEqual([]);
    return row;
  }
  const written = async (content: string | Buffer) => {
    const file = path.join(await tempFolder(), 'film.mp4');
    await writeFile(file, content);
    return file;
  };

  it('because it is text', async () => {
    expect(await fails(await written('#EXTM3U\n#EXTINF:1,\n/etc/passwd\n'), 'not-a-video')).toMatchObject({
      failure_detail: expect.stringContaining('is text'),
    });
  });
  it('because it is a page', async () => void (await fails(await written('<html><body>Hi'), 'not-a-video')));
  it('because it is an archive', async () => void (await fails(await written('PK\x03\x04\0\0\0\0'), 'not-a-video')));
  it('because it is empty', async () => void (await fails(await written(''), 'file-empty')));

  it('because there is neither picture nor sound', async () => {
    const text = await written('1\n00:00:00,000 --> 00:00:01,000\nHi\n');
    const file = path.join(path.dirname(text), 'text.mkv');
    await run('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'srt', '-i', text, file]);
    await fails(file, 'no-video-stream');
  });

  it('because its index is missing', async () => {
    const file = await clip({ seconds: 4 });
    await truncate(file, Math.floor((await readFile(file)).length / 2));
    const row = await fails(file, 'unreadable');
    expect(row.failure_log).toContain('moov atom not found');
  });

  it('because half of it is missing behind the index', async () => {
    const file = await clip({ seconds: 6, options: ['-movflags', '+faststart'] });
    await truncate(file, Math.floor((await readFile(file)).length / 2));
    const row = await fails(file, 'unreadable');
    expect(row.failure_detail).toMatch(/only \d of its 6 seconds/);
  });

  it('because half of it is missing in Matroska', async () => {
    const file = await clip({ seconds: 6, name: 'film.mkv' });
    await truncate(file, Math.floor((await readFile(file)).length / 2));
    await fails(file, 'unreadable');
  });

  it('because it has an index and nothing that can be decoded', async () => {
    const file = await clip({ options: ['-movflags', '+faststart'] });
    const bytes = await readFile(file);
    bytes.fill(0xa5, bytes.indexOf('mdat') + 8);
    await writeFile(file, bytes);
    await fails(file, 'unreadable');
  });

  it('but the same file is converted when it is whole', async () => {
    const file = await clip();
    const copy = `${file}.copy`;
    await copyFile(file, copy);
    await plays(copy, { durationSeconds: 3, audio: true });
  });
});
