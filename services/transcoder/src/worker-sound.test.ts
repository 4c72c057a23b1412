import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { assertHlsValid, type HlsExpectations } from '@kinora/testing/hls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { type ClipOptions, makeClip } from '../test/clips.js';
import { withLatePicture } from '../test/hostile/program-stream.js';
import { CLICKS, clickSeconds, FLASHES, flashSeconds, levels } from '../test/marks.js';

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

const run = promisify(execFile);
const SECONDS = 4;
const FLASH_SECONDS = [1, 3];
/** ITU-R BT.1359: what viewers notice begins at 45 ms. */
const MAX_OFF_SECONDS = 0.045;

const SITE = 'http://media.test/';
async function fetchBytes(url: string): Promise<Uint8Array> {
  const { body } = await bed.files.get(url.slice(SITE.length));
  return Buffer.concat(await body.toArray());
}

const clip = async (options: ClipOptions) => makeClip(await tempFolder(), { size: '160x90', ...options });

async function plays(file: string, expected: Omit<HlsExpectations, 'audio'>) {
  const id = await bed.upload(file);
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'ready', failure_code: null });
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, { audio: true, ...expected });
  return { id };
}

const tone = (hertz: number, seconds = 3) => ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:duration=${seconds}`];

describe('several tracks of sound', () => {
  it('are offered by name and language, the default one first', async () => {
    const file = await clip({
      name: 'film.mkv',
      inputs: [...tone(600), ...tone(800), ...tone(900)],
      options: [
        ...['-map', '0', '-map', '1', '-map', '2', '-map', '3', '-map', '4', '-c:a:1', 'libmp3lame'],
        ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=ger'],
        ...['-metadata:s:a:2', 'language=eng', '-metadata:s:a:2', 'title=The "director" speaks'],
        ...['-metadata:s:a:3', 'language=und', '-disposition:a', '0', '-disposition:a:1', 'default'],
        ...['-disposition:a:2', 'comment', '-disposition:a:3', 'visual_impaired'],
      ],
    });
    const { id } = await plays(file, {
      durationSeconds: 3,
      audioTracks: [
        { name: 'Deutsch', language: 'de', channels: '2' },
        { name: 'English', language: 'en', channels: '2' },
        { name: 'The ’director’ speaks', language: 'en', channels: '2' },
        { name: 'Audio', characteristics: 'public.accessibility.describes-video', channels: '2' },
      ],
    });
    const rows = await bed.database.db.selectFrom('renditions').selectAll().where('video_id', '=', id).execute();
    const sounds = rows.filter(({ kind }) => kind === 'audio').map(({ name }) => name);
    expect(sounds.sort()).toEqual(['audio', 'audio-2', 'audio-3', 'audio-4']);
  });
});

const input = (source: string) => ['-f', 'lavfi', '-i', source];
const PLAIN = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50'];

/** A clip of flashes, whose sound comes from further inputs and options. */
async function marked(name: string, sounds: string[], options: string[]): Promise<string> {
  const folder = await tempFolder();
  const file = path.join(folder, name);
  await run('ffmpeg', ['-nostdin', '-v', 'error', ...input(FLASHES(SECONDS)), ...sounds, ...PLAIN, ...options, file]);
  return file;
}

const GAP = "aselect='not(between(t,1.5,2.3))'";

describe('picture and sound are in step', () => {
  const inStep =
    (expectedClicks = FLASH_SECONDS): NonNullable<HlsExpectations['inspect']> =>
    async ({ url, file, stream }) => {
      const isSound = stream.codec_type === 'audio';
      const found = isSound ? await clickSeconds(file) : await flashSeconds(file);
      const due = isSound ? expectedClicks : FLASH_SECONDS;
      expect(found, url).toHaveLength(due.length);
      for (const [i, seconds] of found.entries())
        expect(Math.abs(seconds - (due[i] ?? 0)), `${url}: ${found} instead of ${due}`).toBeLessThanOrEqual(
          MAX_OFF_SECONDS,
        );
    };

  it('at every sample rate, in one channel or two, copied or encoded', async () => {
    const rates = [8_000, 11_025, 22_050, 32_000, 96_000, 48_000];
    const file = await marked(
      'rates.mkv',
      rates.flatMap((rate) => input(CLICKS(SECONDS, rate))),
      [
        ...rates.flatMap((_, i) => ['-map', String(i + 1)]),
        ...['-map', '0', '-c:a', 'flac', '-c:a:5', 'aac', '-ac:a:5', '2'],
      ],
    );
    await plays(file, { durationSeconds: SECONDS, inspect: inStep() });
  });

  it.each<[string, string, string[], string[], number[]]>([
    ['starts late', 'late.mp4', ['-itsoffset', '0.4', ...input(CLICKS(SECONDS, 48_000))], ['-t', '4'], [1.4, 3.4]],
    ['stops and goes on', 'gap.mkv', input(CLICKS(SECONDS, 48_000)), ['-af', GAP, '-c:a', 'flac'], FLASH_SECONDS],
    ['ends early', 'early.mp4', input(CLICKS(2, 44_100)), [], [1]],
  ])('when the sound %s', async (_how, name, sounds, options, clicks) => {
    await plays(await marked(name, sounds, options), { durationSeconds: SECONDS, inspect: inStep(clicks) });
  });
});

describe('surround sound', () => {
  const CHANNELS = 'FL+FR+FC+LFE+BL+BR';
  const surround = (each: string, name: string, options: string[]) =>
    marked(name, input(`aevalsrc='${each}':s=48000:d=${SECONDS}:c=${CHANNELS}`), options);
  const stereoLevels = (found: Awaited<ReturnType<typeof levels>>[]): NonNullable<HlsExpectations['inspect']> => {
    return async ({ file, stream }) => {
      if (stream.channels === 2) found.push(await levels(file));
    };
  };

  it('is kept beside a stereo that keeps the voices in the centre', async () => {
    const file = await surround('0|0|0.5*sin(2*PI*440*t)|0|0|0', 'film.mov', ['-c:a', 'aac', '-b:a', '384k']);
    const found: Awaited<ReturnType<typeof levels>>[] = [];
    await plays(file, {
      durationSeconds: SECONDS,
      audioTracks: [
        { name: 'Audio', channels: '2' },
        { name: 'Audio', channels: '6' },
      ],
      inspect: stereoLevels(found),
    });
    // A tone of half scale in one channel is as loud in two of which each has 0.707 of it.
    expect(found[0]?.peakDb).toBeGreaterThan(-10);
    expect(found[0]?.peakDb).toBeLessThan(-8);
  });

  it('does not clip when all channels are at full scale', async () => {
    const full = '0.99*sin(2*PI*440*t)';
    const file = await surround(new Array(6).fill(full).join('|'), 'film.mkv', ['-c:a', 'ac3', '-b:a', '640k']);
    const found: Awaited<ReturnType<typeof levels>>[] = [];
    await plays(file, { durationSeconds: SECONDS, inspect: stereoLevels(found) });
    expect(found[0]?.peakDb).toBeLessThan(-0.1);
    expect(found[0]?.peakDb).toBeGreaterThan(-2);
  });

  it('of more channels than have a place is played by its first two', async () => {
    const each = new Array(10).fill('0.5*sin(2*PI*440*t)').join('|');
    const sounds = input(`aevalsrc='${each}':s=48000:d=${SECONDS}`);
    const file = await marked('ten.mov', sounds, ['-c:a', 'pcm_s16le']);
    await plays(file, { durationSeconds: SECONDS, audioTracks: [{ name: 'Audio', channels: '2' }] });
  });
});

describe('sound alone plays', () => {
  const alone = (name: string, options: string[]) =>
    marked(name, input(CLICKS(SECONDS, 44_100)), ['-map', '1', ...options]);
  const COVER = ['-map', '0', '-disposition:v', 'attached_pic', '-vf', 'trim=end_frame=1,scale=200:100,setsar=1'];
  const WAVEFORM = { width: 1280, height: 720 };

  it.each<[string, string[], { width: number; height: number }]>([
    ['song.m4a', ['-c:a', 'aac', ...COVER, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'], { width: 200, height: 100 }],
    ['song.mp3', [...COVER, '-c:v', 'png', '-pix_fmt', 'rgb24'], { width: 200, height: 100 }],
    ['song.flac', [], WAVEFORM],
    ['song.ogg', ['-c:a', 'libopus'], WAVEFORM],
    ['song.wav', [], WAVEFORM],
  ])('%s %j', async (name, options, shown) => {
    const { id } = await plays(await alone(name, options), {
      ...{ durationSeconds: SECONDS, toleranceSeconds: 0.25, soundAlone: true },
      inspect: async ({ file }) => expect(await clickSeconds(file)).toHaveLength(FLASH_SECONDS.length),
    });
    const row = await bed.row(id);
    expect(row).toMatchObject(shown);
    const poster = String(row?.poster_path);
    expect(poster).toMatch(/poster\.jpg$/);
    expect((await bed.files.head(poster))?.sizeBytes).toBeGreaterThan(300);
  });
});

it('several tracks of sound alone are offered by name and language', async () => {
  const file = await marked(
    'book.mka',
    [...input(CLICKS(SECONDS, 48_000)), ...tone(600, SECONDS)],
    [
      ...['-map', '1', '-map', '2', '-c:a', 'libopus', '-metadata:s:a:0', 'language=eng'],
      ...['-metadata:s:a:1', 'language=ger', '-disposition:a:0', 'default'],
    ],
  );
  await plays(file, {
    ...{ durationSeconds: SECONDS, soundAlone: true },
    audioTracks: [
      { name: 'English', language: 'en', channels: '2' },
      { name: 'Deutsch', language: 'de', channels: '2' },
    ],
  });
});

it('of two pictures one is shown, and the other is told of', async () => {
  const file = await clip({
    name: 'two.mov',
    inputs: input('testsrc2=size=320x180:rate=24:duration=3'),
    options: ['-map', '0', '-map', '2', '-map', '1', '-disposition:v:1', '0', '-disposition:v:0', 'default'],
  });
  const { id } = await plays(file, { durationSeconds: 3, resolutions: ['160x90'] });
  expect((await bed.row(id))?.reasons?.join()).toMatch(
    /a picture is left out \(track 1, h264 320x180\): the one that is shown is track 0, h264 160x90, the default/,
  );
});

it('a cover beside a moving picture is not played', async () => {
  const file = await clip({
    inputs: input('color=red:size=640x640:rate=1:duration=1'),
    options: [
      ...['-map', '0', '-map', '1', '-map', '2', '-c:v:1', 'mjpeg', '-pix_fmt:v:1', 'yuvj420p'],
      ...['-disposition:v:1', 'attached_pic'],
    ],
  });
  await plays(file, { durationSeconds: 3, resolutions: ['160x90'] });
});

it('sound that ends before the picture, which the file does not say, is followed by silence', async () => {
  const file = await clip({
    name: 'film.mpg',
    rate: '25',
    options: ['-f', 'vob', '-c:v', 'mpeg2video', '-c:a', 'mp2'],
  });
  await writeFile(file, withLatePicture(await readFile(file), 3, 47));
  const id = await bed.upload(file);
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'ready', passing_faults: 0 });
  expect(row.reasons).toContain('sound “Audio” ends before the picture: silence follows it');
  const durationSeconds = Number(row.duration_seconds);
  expect(durationSeconds).toBeGreaterThan(40);
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, { audio: true, durationSeconds });
});
