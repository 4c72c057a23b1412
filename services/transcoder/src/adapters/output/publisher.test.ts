import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually, tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../../../test/bed.js';
import { isAwaited, PACE_OF_COPY } from '../../domain/growing-stream.js';
import type { PlannedRendition, Rendition } from '../../domain/hls/rendition.js';
import { SEGMENT_LIST_FILE } from '../ffmpeg/encode-arguments.js';
import { startPublisher } from './publisher.js';

const SEGMENT_SECONDS = 2;
const SEGMENTS = 20;
const LENGTH_SECONDS = SEGMENTS * SEGMENT_SECONDS;
/** A little shorter than the picture, so that it has as many segments. */
const SOUND = `sine=d=${LENGTH_SECONDS - 0.1}`;
const FIRST = PACE_OF_COPY.minSegments;
const RENDITIONS = ['source', 'audio-1', 'audio-2'];

let bed: Bed;
let made: string;

const hls = (name: string, map: string): string[] => [
  ...['-map', map, '-c:v', 'libx264', '-g', '1', '-c:a', 'aac', '-f', 'hls', '-hls_time', String(SEGMENT_SECONDS)],
  ...['-hls_playlist_type', 'event', '-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4'],
  ...['-hls_segment_filename', `${name}/%05d.m4s`, `${name}/${SEGMENT_LIST_FILE}`],
];

beforeAll(async () => {
  bed = await createBed();
  made = await tempFolder();
  await Promise.all(RENDITIONS.map((name) => mkdir(path.join(made, name))));
  const args = [`testsrc2=s=64x64:r=1:d=${LENGTH_SECONDS}`, SOUND, SOUND].flatMap((input) => [
    '-f',
    'lavfi',
    '-i',
    input,
  ]);
  const outputs = RENDITIONS.flatMap((name, at) => hls(name, String(at)));
  await promisify(execFile)('ffmpeg', ['-v', 'error', ...args, ...outputs], { cwd: made });
});
afterAll(() => bed?.close());

const segmentsIn = async (folder: string): Promise<number> =>
  (await readdir(folder)).filter((file) => file.endsWith('.m4s')).length;

/** The publisher of a copy with two tracks of sound. What is stored first can be watched when `show` is called. */
async function publish(scratchMaxBytes: number) {
  const folder = await tempFolder();
  const halted: boolean[] = [];
  const over = new AbortController();
  let show = () => {};
  const shown = new Promise<void>((resolve) => {
    show = resolve;
  });
  let isShowing = false;
  const onStored = async (soFar: () => Promise<Rendition[]>) => {
    const awaited = (await soFar()).filter(isAwaited);
    if (!awaited.every(({ segments }) => segments.length >= FIRST)) return;
    isShowing = true;
    await shown;
  };
  const prefix = `hls/${path.basename(folder)}/`;
  const publisher = await startPublisher({
    ...{ files: bed.files, folder, prefix, signal: over.signal, soundFollows: null, kept: new Map() },
    renditions: RENDITIONS.map((name, at) => ({ name, kind: at === 0 ? 'video' : 'audio' }) as PlannedRendition),
    ...{
      parallelUploads: 4,
      patienceMs: 0,
      scratchMaxBytes,
      maxOutputBytes: 1e9,
      repeated: new Map(),
      isBeginning: false,
    },
    ...{ setEncoderPaused: (isPaused) => halted.push(isPaused), onStored, record: () => {} },
  });
  return {
    show,
    finish: publisher.finish,
    isShowing: () => isShowing,
    isHalted: () => halted.at(-1) === true,
    /** As ffmpeg does it: all segments at once, the list last, whole at once. */
    async write(name: string) {
      const [from, to] = [path.join(made, name), path.join(folder, name)];
      for (const file of await readdir(from))
        if (file !== SEGMENT_LIST_FILE) await cp(path.join(from, file), path.join(to, file));
      await cp(path.join(from, SEGMENT_LIST_FILE), `${to}.tmp`);
      await rename(`${to}.tmp`, path.join(to, SEGMENT_LIST_FILE));
    },
    /** How many segments of it are still to be stored. */
    left: (name: string) => segmentsIn(path.join(folder, name)),
    async close() {
      over.abort();
      publisher.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

it('stores of a copy what is watched first, and nothing else before that is visible, however much of it is there', async () => {
  const copy = await publish(1e9);
  try {
    await copy.write('source');
    await eventually(async () => expect(await copy.left('source')).toBeLessThanOrEqual(SEGMENTS - FIRST));
    await eventually(() => expect(copy.isHalted()).toBe(false));
    await copy.write('audio-2');
    await copy.write('audio-1');
    await eventually(() => expect(copy.isShowing()).toBe(true));
    expect(copy.isHalted()).toBe(true);
    expect(await copy.left('source')).toBe(SEGMENTS - FIRST);
    expect(await copy.left('audio-2')).toBe(SEGMENTS);
    copy.show();
    const renditions = await copy.finish();
    expect(renditions.map(({ segments }) => segments.length)).toEqual(RENDITIONS.map(() => SEGMENTS));
    expect(copy.isHalted()).toBe(false);
  } finally {
    await copy.close();
  }
});

it('does not wait for what is watched first when the scratch folder is full of other segments', async () => {
  const copy = await publish(1_000);
  try {
    await copy.write('source');
    // To the last one a scrap may be joined.
    await eventually(async () => expect(await copy.left('source')).toBe(1));
  } finally {
    await copy.close();
  }
});

it('stores all of a copy that ends before what is watched first is made', async () => {
  const copy = await publish(1e9);
  try {
    await copy.write('source');
    expect((await copy.finish()).map(({ segments }) => segments.length)).toEqual([SEGMENTS, 0, 0]);
  } finally {
    await copy.close();
  }
});
