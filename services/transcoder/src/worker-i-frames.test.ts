import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';
import { downloadObject } from '../test/pixels.js';

const run = promisify(execFile);

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

/** What a decoder makes of bytes that were fetched alone. */
async function decode(file: string, bytes: Buffer[]): Promise<{ pict_type: string; pts_time: string }[]> {
  await writeFile(file, Buffer.concat(bytes));
  const entries = ['-show_entries', 'frame=pict_type,pts_time', '-of', 'json'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...entries, file]);
  return (JSON.parse(stdout) as { frames: { pict_type: string; pts_time: string }[] }).frames;
}

it('key frames can be fetched alone, for fast forward and backward', async () => {
  const options = ['-force_key_frames', '0,2,4,8,10.6', '-bf', '2', '-b:v', '900k'];
  const id = await bed.upload(await makeClip(await tempFolder(), { size: '640x360', seconds: 11, options }));
  const row = await bed.finished(id);
  const read = (key: string) => downloadObject(bed, key);
  const text = (await read(row.hls_path ?? '')).toString();
  const names = [...text.matchAll(/^#EXT-X-I-FRAME-STREAM-INF:.*URI="(\w+)\/iframes\.m3u8"$/gm)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(['source', 'v240']);
  for (const name of names) {
    const folder = `hls/${id}/1/${name}`;
    const playlist = (await read(`${folder}/iframes.m3u8`)).toString();
    const frames = [...playlist.matchAll(/^#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)$/gm)];
    expect(frames.length).toBeGreaterThanOrEqual(3);
    const init = await read(`${folder}/init.mp4`);
    const file = path.join(await tempFolder(), 'frame.mp4');
    let due = 0;
    /** What B-frames hold back, as ffprobe counts it. */
    let first: number | undefined;
    for (const [, seconds, sizeBytes, offsetBytes, segment] of frames) {
      const start = Number(offsetBytes);
      const range = (await read(`${folder}/${segment}`)).subarray(start, start + Number(sizeBytes));
      const decoded = await decode(file, [init, range]);
      expect(decoded.map(({ pict_type }) => pict_type)).toEqual(['I']);
      const shown = Number(decoded[0]?.pts_time);
      first ??= shown;
      expect(shown - first).toBeCloseTo(due, 2);
      due += Number(seconds);
    }
    expect(due).toBeCloseTo(11, 1);
  }
  await assertHlsValid((url) => read(url.slice('http://media.test/'.length)), `http://media.test/${row.hls_path}`, {
    ...{ durationSeconds: 11, audio: true },
  });
});
