import { tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip, recordingFfmpeg } from '../test/clips.js';

const SITE = 'http://media.test/';
const SECONDS = 300;
let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
});
afterAll(() => bed.close());

const fetchBytes = async (url: string) =>
  Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());

/** Long enough that reading its index takes time. */
const longMovie = async (sound: string[]) =>
  makeClip(await tempFolder(), {
    ...{ size: '160x120', rate: '60', seconds: SECONDS },
    options: ['-g', '120', '-b:v', '60k', ...sound],
  });

async function converted(file: string) {
  const ffmpeg = await recordingFfmpeg(await tempFolder());
  const worker = await bed.startWorker({ FFMPEG_PATH: ffmpeg.command });
  const row = await bed.finished(await bed.upload(file), 120_000);
  await worker.close();
  expect(row).toMatchObject({ state: 'ready', attempt: 1 });
  const expected = { durationSeconds: SECONDS, audio: true, resolutions: ['160x120'] };
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, expected);
  return ffmpeg.steps();
}

describe('a movie with a long index', () => {
  it('is copied from its beginning first, and whole after that', async () => {
    expect(await converted(await longMovie(['-ac', '2', '-b:a', '64k']))).toEqual(['source audio', 'source audio']);
  });
  it('is made in one run where its sound is encoded', async () => {
    expect(await converted(await longMovie(['-ac', '1', '-b:a', '64k']))).toEqual(['source audio']);
  });
});
