import { execFile } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';

vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const SITE = 'http://media.test/';
const SECONDS = 12;

let bed: Bed;
beforeEach(async () => {
  bed = await createBed();
});
afterEach(() => bed.close());

const upload = async () =>
  bed.upload(
    await makeClip(await tempFolder(), { seconds: SECONDS, size: '160x90', options: ['-vf', 'setsar=101/100'] }),
  );

/** Again and again, and for nothing that would count as a fault of the video or of the worker. */
async function isPutOff(id: string): Promise<void> {
  await eventually(async () => expect((await bed.row(id))?.passing_faults).toBeGreaterThan(1), { timeoutMs: 60_000 });
  expect(await bed.row(id)).toMatchObject({ state: 'processing', losses: 0, failure_code: null });
}

async function endsWell(id: string): Promise<void> {
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'ready', losses: 0 });
  const fetchBytes = async (url: string) =>
    Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, { durationSeconds: SECONDS, audio: true });
}

const scratchFiles = async () =>
  (await readdir(bed.scratchDir, { recursive: true })).filter(
    (name) => name.includes(path.sep) && !/alive$/.test(name),
  );

/** An ffmpeg whose disk has room for the first segments only: what it writes then goes to a device that is always full (full(4)). */
async function ffmpegOnFullDisk() {
  const command = path.join(await tempFolder(), 'ffmpeg');
  const sign = `${command}.full`;
  await writeFile(sign, '');
  const fill = `for folder in */; do ln -s /dev/full "\${folder}00002.m4s.tmp"; done`;
  const script = `if [ -e ${sign} ]; then case "$*" in *-progress*) ${fill};; esac; fi\nexec ffmpeg "$@"`;
  await writeFile(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { command, makeRoom: () => rm(sign) };
}

it('a video waits while the scratch disk is full, and goes on when there is room', async () => {
  const ffmpeg = await ffmpegOnFullDisk();
  await bed.startWorker({ FFMPEG_PATH: ffmpeg.command, JOURNAL_INTERVAL_MS: '50' });
  const id = await upload();
  await isPutOff(id);
  await eventually(async () => expect(await scratchFiles()).toEqual([]));
  await ffmpeg.makeRoom();
  await endsWell(id);
  await eventually(async () => expect(await scratchFiles()).toEqual([]));
});

/** No file of the store may become larger: the system then refuses the write, as it does on a full disk. */
const limitStore = (bytes: number) =>
  run(findProgram('prlimit') ?? 'prlimit', ['--pid', String(bed.fileService.pid), `--fsize=${bytes}:`]);

it('a video waits while the store is full, and is whole when there is room', async () => {
  const id = await upload();
  await limitStore(4_000);
  await bed.startWorker({ STORAGE_PATIENCE_MS: '300' });
  await isPutOff(id);
  expect((await bed.outputFiles(id)).filter((file) => file.endsWith('.m4s'))).toEqual([]);
  await eventually(async () => expect(await scratchFiles()).toEqual([]));
  await limitStore(1_000_000_000);
  await endsWell(id);
  await eventually(async () => expect((await bed.row(id))?.journal_path).toBeNull());
});
