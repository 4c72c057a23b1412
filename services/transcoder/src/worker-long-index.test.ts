import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually, tempFolder } from '@kinora/testing';
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
const longMovie = async (options: string[]) =>
  makeClip(await tempFolder(), {
    ...{ size: '160x120', rate: '60', seconds: SECONDS },
    options: ['-b:v', '60k', '-b:a', '64k', ...options],
  });

/** Lets the first step run, and the second when it is told to. */
async function haltedFfmpeg() {
  const folder = await tempFolder();
  const { command: ffmpeg, steps } = await recordingFfmpeg(folder);
  const [command, first, go] = ['ffmpeg', 'first', 'go'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const wait = `[ ! -e ${first} ] || until [ -e ${go} ]; do sleep 0.05; done; touch ${first}`;
  await writeFile(command, `#!/bin/sh\ncase "$*" in *-progress*) ${wait};; esac\nexec ${ffmpeg} "$@"\n`, {
    mode: 0o755,
  });
  return { command, steps, go: () => writeFile(go, '') };
}

async function assertWhole(id: string) {
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'ready', attempt: 1 });
  const expected = { durationSeconds: SECONDS, audio: true, resolutions: ['160x120'] };
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, expected);
}

describe('a movie with a long index', () => {
  it.each([
    ['2 s', '120'],
    ['10 s', '600'],
  ])('can be watched from its beginning before the whole is read, with a key frame every %s', async (_, frames) => {
    const ffmpeg = await haltedFfmpeg();
    const worker = await bed.startWorker({ FFMPEG_PATH: ffmpeg.command });
    const id = await bed.upload(await longMovie(['-g', frames, '-sc_threshold', '0', '-ac', '2']));
    await eventually(async () => expect((await bed.row(id))?.hls_path).toBeTruthy());
    expect(await ffmpeg.steps()).toEqual(['source audio']);
    await ffmpeg.go();
    await assertWhole(id);
    expect((await ffmpeg.steps()).filter((step) => step.includes('source'))).toEqual(['source audio', 'source audio']);
    await worker.close();
  });

  it('is made in one run where its sound is encoded', async () => {
    const ffmpeg = await recordingFfmpeg(await tempFolder());
    const worker = await bed.startWorker({ FFMPEG_PATH: ffmpeg.command });
    await assertWhole(await bed.upload(await longMovie(['-g', '120', '-ac', '1'])));
    expect(await ffmpeg.steps()).toEqual(['source audio']);
    await worker.close();
  });
});
