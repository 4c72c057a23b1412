import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { assertHlsValid, type HlsExpectations } from '@kinora/testing/hls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';

const MAX_SUBTITLE_BYTES = 2_000;

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker({ MAX_SUBTITLE_BYTES: String(MAX_SUBTITLE_BYTES) });
});
afterAll(() => bed.close());

const run = promisify(execFile);
const SITE = 'http://media.test/';
const at = (from: string, to: string, text: string) => `00:00:0${from} --> 00:00:0${to}\n${text}\n`;
/** The last one is behind the end of the video. */
const SRT = [at('0,500', '1,500', '<i>Hi</i> & bye'), at('2,000', '2,800', 'Two\nlines'), at('8,000', '9,000', 'Late')]
  .map((cue, i) => `${i + 1}\n${cue}`)
  .join('\n');

/** A clip with tracks of text beside its picture and sound. */
async function titled(name: string, texts: string[], options: string[]): Promise<string> {
  const folder = await tempFolder();
  const clip = await makeClip(folder, { size: '160x90', name: 'clip.mkv' });
  const files = texts.map((_, i) => path.join(folder, `${i}.srt`));
  await Promise.all(texts.map((text, i) => writeFile(files[i] ?? '', text)));
  const inputs = ['-i', clip, ...files.flatMap((file) => ['-i', file])];
  const maps = ['-map', '0', ...texts.flatMap((_, i) => ['-map', String(i + 1)])];
  const file = path.join(folder, name);
  await run('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    ...inputs,
    ...maps,
    '-c:v',
    'copy',
    '-c:a',
    'copy',
    ...options,
    file,
  ]);
  return file;
}

async function plays(file: string, subtitles: NonNullable<HlsExpectations['subtitles']>) {
  const id = await bed.upload(file);
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'ready' });
  const fetchBytes = async (url: string) => {
    const { body } = await bed.files.get(url.slice(SITE.length));
    return Buffer.concat(await body.toArray());
  };
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, {
    ...{ durationSeconds: 3, audio: true, subtitles },
  });
  return row;
}

const CUES = ['0.5-1.5 <i>Hi</i> &amp; bye', '2-2.8 Two\nlines'];
const UNNAMED = { name: 'Subtitles', isDefault: false, isForced: false, cues: CUES };
const NOT_DEFAULT = ['-disposition:s', '0'];

it('the texts in a Matroska file become subtitles by name and language, and end with the video', async () => {
  const options = [
    ...['-c:s', 'ass', '-c:s:1', 'srt', '-c:s:2', 'webvtt', '-metadata:s:s:0', 'language=ger'],
    ...['-metadata:s:s:1', 'language=eng', '-metadata:s:s:2', 'language=eng', '-metadata:s:s:2', 'title=SDH'],
    ...['-disposition:s:0', '0', '-disposition:s:1', 'default', '-disposition:s:2', 'hearing_impaired'],
  ];
  const forTheDeaf = 'public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound';
  await plays(await titled('film.mkv', [SRT, SRT, SRT], options), [
    { ...UNNAMED, name: 'Deutsch', language: 'de' },
    { ...UNNAMED, name: 'English', language: 'en', isDefault: true },
    { ...UNNAMED, name: 'SDH', language: 'en', characteristics: forTheDeaf },
  ]);
});

it('the texts in an MP4 file do, too', async () => {
  const file = await titled('film.mp4', [SRT], ['-c:s', 'mov_text']);
  await plays(file, [{ ...UNNAMED, isDefault: true }]);
});

it('what is too large, or says nothing, is left out and told', async () => {
  const long = `1\n00:00:00,000 --> 00:00:01,000\n${'x'.repeat(MAX_SUBTITLE_BYTES)}\n`;
  const file = await titled('film.mkv', [long, SRT], ['-c:s', 'srt', ...NOT_DEFAULT]);
  const row = await plays(file, [{ ...UNNAMED, name: 'Subtitles 2' }]);
  expect(JSON.stringify(row)).toContain('more than the 2000 bytes');
});

it('a broken track fails neither the video nor the other one', async () => {
  const broken = `1\n${at('0,000', '1,000', 'QQQQ')}`;
  const file = await titled('film.mkv', [SRT, broken], ['-c:s', 'srt', ...NOT_DEFAULT]);
  const bytes = await readFile(file);
  const noText = Buffer.from([0xff, 0xff, 0xff, 0xff]);
  bytes.set(noText, bytes.indexOf('QQQQ'));
  await writeFile(file, bytes);
  const row = await plays(file, [UNNAMED]);
  expect(JSON.stringify(row)).toMatch(/“Subtitles 2” are left out: (there is no text in them|they cannot be read)/);
});
