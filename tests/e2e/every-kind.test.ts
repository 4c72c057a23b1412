import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { tempFolder, turnUpright } from '@kinora/testing';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from './src/browser.js';
import { playWithFfmpeg, playWithMpv } from './src/other-players.js';
import { FLASH_SECONDS, makeSource, SECONDS, type SourceOptions, UPRIGHT } from './src/sources.js';
import { type Corners, type Watched, watchToEnd } from './src/watch.js';

interface Kind extends SourceOptions {
  /** As it is shown, when that differs from 320x180. */
  shown?: [width: number, height: number];
  corners?: Corners;
  hasSound?: boolean;
  change?: (file: string) => Promise<string>;
}

const TURNED = { topLeft: 'b', topRight: 'r', bottomLeft: 'rg', bottomRight: 'g' };
const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', '-tag:v', 'hvc1'];
const HDR = ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'];
const TV = ['-c:v', 'mpeg2video', '-b:v', '3M', '-flags', '+ilme+ildct', '-vf', 'setfield=tff', '-c:a', 'mp2'];

const KINDS: Record<string, Kind> = {
  'H.264 and AAC in MP4': { name: 'plain.mp4' },
  'from a phone that was held upright': {
    ...{ name: 'phone.mp4', shown: [180, 320], corners: TURNED, change: turnUpright },
  },
  'with pixels that are not square': { name: 'wide.mp4', options: ['-vf', 'setsar=2/1'], shown: [640, 180] },
  'of an odd size, VP9 and Opus': {
    ...{ name: 'odd.webm', size: '161x121', shown: [160, 120] },
    options: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'],
  },
  'HEVC of 10 bit': { name: 'hevc.mp4', options: [...X265, '-pix_fmt', 'yuv420p10le'] },
  'of high dynamic range': { name: 'hdr.mov', options: [...X265, '-pix_fmt', 'yuv420p10le', ...HDR] },
  'interlaced, from television': { name: 'tv.ts', options: TV },
  'with frames at uneven times': {
    ...{ name: 'uneven.mkv', options: ['-vf', "select='not(mod(n,3))+lt(n,30)'", '-fps_mode', 'vfr'] },
  },
  'of 120 frames a second': { name: 'fast.mp4', rate: '120' },
  'of 4:4:4': { name: '444.mov', options: ['-pix_fmt', 'yuv444p'] },
  'ProRes of 4:2:2 and PCM': {
    name: 'prores.mov',
    options: ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le', '-c:a', 'pcm_s16le'],
  },
  'with sound from six sides': { name: 'surround.mp4', options: ['-ac', '6'] },
  'MPEG-4 and mono MP3 of an odd rate in AVI': {
    ...{ name: 'mono.avi', options: ['-c:v', 'mpeg4', '-q:v', '3', '-c:a', 'mp3', '-ac', '1', '-ar', '22050'] },
  },
  'without sound': { name: 'silent.mp4', options: ['-an'], hasSound: false },
  'with two languages': {
    ...{
      name: 'languages.mkv',
      options: ['-map', '2:a', '-metadata:s:a:0', 'language=ger', '-metadata:s:a:1', 'language=eng'],
    },
  },
  'of unknown length': { name: 'live.mkv', options: ['-f', 'matroska', '-live', '1'] },
  FLV: { name: 'old.flv', options: ['-c:v', 'flv', '-q:v', '3', '-c:a', 'mp3', '-ar', '44100'] },
  'MPEG-1': { name: 'older.mpg', options: ['-c:v', 'mpeg1video', '-b:v', '2M', '-c:a', 'mp2'] },
  'VP8 and Vorbis': {
    name: 'vp8.webm',
    options: ['-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '1M', '-c:a', 'libvorbis'],
  },
  'Windows Media': { name: 'windows.wmv', options: ['-c:v', 'wmv2', '-q:v', '3', '-c:a', 'wmav2'] },
};

let kinora: Kinora;
let person: Person;
let browser: Browser;
const ids = new Map<string, string>();
const errors: string[] = [];

async function upload(folder: string, title: string, kind: Kind): Promise<void> {
  const made = await makeSource(folder, kind);
  const file = kind.change ? await kind.change(made) : made;
  const response = await person.upload(file, { title, description: '', visibility: 'public' });
  expect(response.status).toBe(201);
  ids.set(title, ((await response.json()) as Video).id);
}

beforeAll(async () => {
  const folder = await tempFolder();
  kinora = await startKinora({ dataFolder: path.join(folder, 'data') });
  person = await logIn(kinora);
  for (const [title, kind] of Object.entries(KINDS)) await upload(folder, title, kind);
  browser = await openBrowser();
  browser.page.on('pageerror', (error) => errors.push(error.message));
});

afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

/** A frame or two at each end, and what the encoder of the sound adds. */
const END_TOLERANCE_SECONDS = 0.3;
/** Of the moment at which the browser was asked. */
const STEP_TOLERANCE_SECONDS = 0.2;

function expectInStep({ flashSeconds, toneSeconds }: Watched): void {
  expect(Math.abs(Number(flashSeconds) - FLASH_SECONDS)).toBeLessThan(STEP_TOLERANCE_SECONDS);
  const [before, after] = toneSeconds ?? [];
  expect(before).toBeLessThan(Number(flashSeconds) + STEP_TOLERANCE_SECONDS);
  expect(after).toBeGreaterThan(Number(flashSeconds) - STEP_TOLERANCE_SECONDS);
}

describe('a video becomes ready and is watched to its end, upright, in its shape and with its sound', () => {
  it.each(Object.entries(KINDS))('%s', async (title, { shown = [320, 180], corners = UPRIGHT, hasSound = true }) => {
    const id = String(ids.get(title));
    const video = await person.finished(id);
    expect(video).toMatchObject({ state: 'ready', playable: true, progress: 100 });

    const watched = await watchToEnd(browser.page, kinora.origin, id);
    expect(watched.trouble).toBeNull();
    expect(Math.abs(watched.durationSeconds - SECONDS)).toBeLessThan(END_TOLERANCE_SECONDS);
    expect(watched.endedAtSeconds).toBeGreaterThan(watched.durationSeconds - END_TOLERANCE_SECONDS);
    expect(watched.corners).toEqual(corners);
    expect(watched.width / watched.height).toBeCloseTo(shown[0] / shown[1], 1);
    expect(watched.droppedFrames).toBeLessThan(watched.frames / 2);
    if (hasSound) expectInStep(watched);
    else expect(watched.toneSeconds).toBeNull();

    const url = new URL(String(video.playbackUrl), kinora.origin).href;
    for (const play of [playWithFfmpeg, playWithMpv]) {
      const { seconds, complaints } = await play(url);
      expect(complaints, play.name).toBe('');
      expect(seconds, play.name).toBeGreaterThan(SECONDS - END_TOLERANCE_SECONDS);
    }
  });

  it('and no page reported an error, or acted against its policy', () =>
    expect([...errors, ...browser.policyViolations]).toEqual([]));
});
