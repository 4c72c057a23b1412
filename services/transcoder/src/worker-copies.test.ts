import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { assertHlsValid, type HlsExpectations } from '@kinora/testing/hls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { type ClipOptions, makeClip } from '../test/clips.js';
import { seededRandom } from '../test/hostile/random.js';

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

const SITE = 'http://media.test/';
const fetchBytes = async (url: string) =>
  Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());

const SECONDS = 10;
const clip = async (options: ClipOptions) =>
  makeClip(await tempFolder(), { size: '480x360', rate: '12', seconds: SECONDS, ...options });

/** @returns the names of its pictures, and why they were made so */
async function converted(file: string, over: Partial<HlsExpectations> = {}) {
  const row = await bed.finished(await bed.upload(file));
  expect(row).toMatchObject({ state: 'ready', failure_code: null });
  const expected = { durationSeconds: SECONDS, audio: true, resolutions: ['480x360', '320x240'], ...over };
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, expected);
  const rows = await bed.database.db
    .selectFrom('renditions')
    .selectAll()
    .where('video_id', '=', row.video_id)
    .where('kind', '=', 'video')
    .execute();
  return { names: rows.map(({ name }) => name).sort(), reasons: row.reasons?.join('\n') };
}

const TS_PACKET_BYTES = 188;

describe('a picture of open groups', () => {
  const OPEN = ['-x264-params', 'open-gop=1:keyint=24:min-keyint=24:scenecut=0:bframes=3:b-adapt=0', '-b:v', '400k'];
  const open = (name: string) => clip({ name, options: ['-preset', 'veryfast', ...OPEN] });

  it.each(['broadcast.mp4', 'broadcast.mkv'])('is encoded: nobody could begin in the midst of %s', async (name) => {
    const { names, reasons } = await converted(await open(name));
    expect(names).toEqual(['v240', 'v360']);
    expect(reasons).toContain('the source is not copied: pictures after its key frames lean on those before them');
  });

  it('is encoded from a broadcast that was cut anywhere, from its first key frame on', async () => {
    const whole = await open('broadcast.ts');
    const bytes = await readFile(whole);
    const third = bytes.subarray(TS_PACKET_BYTES * Math.floor(bytes.length / 3 / TS_PACKET_BYTES));
    await writeFile(whole, third);
    const { names } = await converted(whole, { durationSeconds: (SECONDS * 2) / 3, toleranceSeconds: 2 });
    expect(names).toEqual(['v240', 'v360']);
  });
});

/** Flips bits in the pictures, and leaves the sizes of their parts as they are. */
async function damage(file: string): Promise<string> {
  const bytes = await readFile(file);
  const random = seededRandom(7);
  const start = bytes.indexOf('mdat') + 4;
  const end = bytes.indexOf('moov', start);
  for (let done = 0; done < 12; done++) {
    const at = start + Math.floor((end - start) * (0.3 + 0.4 * (done / 12))) + random.below(50);
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  }
  const damaged = `${file}.damaged.mp4`;
  await writeFile(damaged, bytes);
  return damaged;
}

const PLAIN = ['-g', '24', '-sc_threshold', '0', '-b:v', '400k'];

it('a copy that is damaged gives way to an encode that is cut where it is', async () => {
  const { names, reasons } = await converted(await damage(await clip({ sound: true, options: PLAIN })));
  expect(names).toEqual(['v240', 'v360']);
  expect(reasons).toMatch(/^360p copied, to be watched until the rest is ready: parts of it are damaged/m);
});

it('a copy that is whole stays', async () => {
  const { names } = await converted(await clip({ options: PLAIN }));
  expect(names).toEqual(['source', 'v240']);
});

it('a copy whose sound begins late, beside other sound, does not wait for it', async () => {
  const file = path.join(await tempFolder(), 'late.mkv');
  await promisify(execFile)('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=480x360:r=12:d=60'],
    ...['-itsoffset', '40', '-f', 'lavfi', '-i', 'sine=d=20', '-f', 'lavfi', '-i', 'sine=880:d=60'],
    ...['-map', '0', '-map', '1', '-map', '2', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...PLAIN, '-c:a', 'aac', file],
  ]);
  const row = await bed.finished(await bed.upload(file));
  expect(row).toMatchObject({ state: 'ready', failure_code: null });
});
