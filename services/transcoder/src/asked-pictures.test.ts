import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { sourceKey } from '@kinora/contracts';
import { createMetrics, type RunningServer, serve } from '@kinora/service-kit';
import { silentLog, tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip, slowFfmpeg } from '../test/clips.js';
import { buildApp } from './app.js';

const run = promisify(execFile);
const TOKEN = 'pictures-token-0123456789abcdefghij';
const AT_ONCE = 2;

let bed: Bed;
let server: RunningServer;
let folder: string;

/** What the transcoder tells over HTTP, with a worker behind it. */
async function startTranscoder(env: Record<string, string> = {}): Promise<RunningServer> {
  const worker = await bed.startWorker(env);
  const config = { TRANSCODER_TOKEN: TOKEN, PICTURE_MAX_BYTES: 100_000, ASKED_PICTURES_AT_ONCE: AT_ONCE };
  const metrics = createMetrics('transcoder');
  const app = buildApp({ log: silentLog, metrics, checks: worker.checks, config, pictures: worker.pictures });
  return serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
}

beforeAll(async () => {
  bed = await createBed();
  folder = await tempFolder();
  server = await startTranscoder({ FFMPEG_PATH: await slowFfmpeg(1) });
});
afterAll(async () => {
  await server?.close();
  await bed?.close();
});

const post = (address: string, body: string | Buffer, type: string, token = TOKEN, { port } = server) =>
  fetch(`http://127.0.0.1:${port}/pictures/${address}`, {
    ...{ method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body) },
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
  });

async function frame(id: string, atSeconds: number, at = server) {
  const sizeBytes = (await bed.files.head(sourceKey(id)))?.sizeBytes ?? 1;
  return post(
    'frame',
    JSON.stringify({ sourceKey: sourceKey(id), sizeBytes, atSeconds }),
    'application/json',
    TOKEN,
    at,
  );
}
const scaled = (bytes: Buffer) => post('scaled', bytes, 'image/png');

/** Size of a picture, and the colours in its middle: red, green, blue, 0 to 255. */
async function look(base64: string) {
  const file = path.join(await tempFolder(), 'made.jpg');
  await writeFile(file, Buffer.from(base64, 'base64'));
  const entries = 'stream=codec_name,width,height';
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', file]);
  const pixel = ['-vf', 'crop=2:2,scale=1:1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const shown = await run('ffmpeg', ['-v', 'error', '-i', file, ...pixel], { encoding: 'buffer' });
  return { ...JSON.parse(stdout).streams[0], rgb: [...shown.stdout].map((value) => Math.round(value / 255)) };
}
async function made(response: Response) {
  const answer = (await response.json()) as { poster: string; thumbnail: string };
  expect([response.status, answer]).toEqual([200, answer]);
  return { poster: await look(answer.poster), thumbnail: await look(answer.thumbnail) };
}
const refusal = async (response: Response) => {
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  return [response.status, code, detail];
};

async function draw(name: string, graph: string, options: string[] = []): Promise<Buffer> {
  const file = path.join(folder, name);
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', graph, '-frames:v', '1', '-update', '1', ...options, file]);
  return readFile(file);
}

/** Red, then green from the second second on, then blue from the third. One key frame. */
const COLOURS =
  "color=red:s=640x360:r=10:d=4,drawbox=c=lime:t=fill:enable='gte(t,2)',drawbox=c=blue:t=fill:enable='gte(t,3)'";

describe('a frame', () => {
  let id: string;
  beforeAll(async () => {
    const clip = path.join(folder, 'colours.mp4');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', COLOURS, '-g', '250', '-pix_fmt', 'yuv420p', clip]);
    id = await bed.upload(clip);
  });

  it.each([
    [0, [1, 0, 0]],
    [1.9, [1, 0, 0]],
    [2, [0, 1, 0]],
    [3.2, [0, 0, 1]],
    [4, [0, 0, 1]],
  ])('at %d s is the one of that moment, in two sizes', async (atSeconds, rgb) => {
    const { poster, thumbnail } = await made(await frame(id, atSeconds));
    expect(poster).toEqual({ codec_name: 'mjpeg', width: 640, height: 360, rgb });
    expect(thumbnail).toMatchObject({ width: 480, height: 270, rgb });
  });

  it('is told to be missing where there is none, and where there is only sound', async () => {
    expect((await refusal(await frame(id, 60))).slice(0, 2)).toEqual([422, 'invalid-fields']);
    const sound = path.join(folder, 'sound.m4a');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=1', sound]);
    expect(await refusal(await frame(await bed.upload(sound), 0))).toEqual([
      ...[422, 'invalid-fields', expect.stringContaining('only sound')],
    ]);
    expect((await refusal(await frame('7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10', 0))).slice(0, 2)).toEqual([
      ...[409, 'source-gone'],
    ]);
  });

  it('waits for nothing that is being converted', async () => {
    const long = await bed.upload(
      await makeClip(folder, { seconds: 60, rate: '10', options: ['-vf', 'setsar=101/100'] }),
    );
    await expect.poll(() => bed.row(long), { timeout: 60_000 }).toMatchObject({ state: 'processing' });
    await made(await frame(id, 1));
    expect(await bed.row(long)).toMatchObject({ state: 'processing' });
    await bed.database.db.updateTable('videos').set({ deleted_at: new Date() }).where('id', '=', long).execute();
  });
});

describe('a picture from outside', () => {
  it('is made small, and black where it is transparent', async () => {
    const { poster, thumbnail } = await made(await scaled(await draw('large.png', 'color=lime:s=2000x1000')));
    expect(poster).toEqual({ codec_name: 'mjpeg', width: 1280, height: 640, rgb: [0, 1, 0] });
    expect(thumbnail).toMatchObject({ width: 480, height: 240 });
    const clear = await draw('clear.png', 'color=white@0:s=64x64,format=rgba');
    expect((await made(await scaled(clear))).poster).toMatchObject({ width: 64, height: 64, rgb: [0, 0, 0] });
  });

  it('is turned upright as its camera says, and keeps nothing else of what that says', async () => {
    const lying = await draw('lying.jpg', 'color=blue:s=120x80');
    // Exif (JEITA CP-3451), big-endian, one field: orientation 6, which is a quarter to the right.
    const exif = Buffer.from('4578696600004d4d002a00000008000101120003000000010006000000000000', 'hex');
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif]);
    const photo = Buffer.concat([lying.subarray(0, 2), segment, lying.subarray(2)]);
    const response = await scaled(photo);
    const poster = Buffer.from(((await response.clone().json()) as { poster: string }).poster, 'base64');
    expect(poster.includes('Exif')).toBe(false);
    expect((await made(response)).poster).toMatchObject({ width: 80, height: 120, rgb: [0, 0, 1] });
  });

  it('may be a WebP', async () => {
    expect((await made(await scaled(await draw('a.webp', 'color=red:s=64x48')))).poster).toMatchObject({ width: 64 });
  });

  it.each([
    ['a drawing that is a text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'not-a-picture'],
    ['nothing', Buffer.alloc(0), 415, 'not-a-picture'],
    ['too many bytes', Buffer.alloc(100_001), 413, 'request-too-large'],
  ])('is refused when it is %s', async (_what, bytes, status, code) => {
    expect((await refusal(await scaled(bytes))).slice(0, 2)).toEqual([status, code]);
  });

  it('is refused when it is damaged', async () => {
    const png = await draw('damaged.png', 'testsrc2=s=64x64');
    png.fill(0x55, 200, 400);
    expect((await refusal(await scaled(png))).slice(0, 2)).toEqual([422, 'picture-unusable']);
  });
});

it('nobody without the credential gets a picture', async () => {
  expect((await post('scaled', Buffer.alloc(1), 'image/png', 'wrong')).status).toBe(401);
});

it.each([
  ['one ffmpeg', { PICTURE_TIMEOUT_MS: '1500' }],
  ['all of it', { PICTURE_TIMEOUT_MS: '600000', ASKED_PICTURE_TIMEOUT_MS: '1500' }],
])(
  'who comes when all hands are busy is told to come back, and %s that takes too long is given up',
  async (what, env) => {
    const slow = path.join(await tempFolder(), 'ffmpeg');
    await writeFile(slow, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const stuck = await startTranscoder({ FFMPEG_PATH: slow, ...env });
    const png = await draw(`${what}.png`, 'color=red:s=64x64');
    const asked = await Promise.all(
      Array.from({ length: AT_ONCE + 1 }, () => post('scaled', png, 'image/png', TOKEN, stuck).then(refusal)),
    );
    expect(asked.filter(([, , detail]) => String(detail).includes('Other pictures'))).toHaveLength(1);
    expect(asked.filter(([, , detail]) => String(detail).includes('too long'))).toHaveLength(AT_ONCE);
    expect(asked.map(([status]) => status)).toEqual([503, 503, 503]);
    await stuck.close();
  },
);

it('leaves nothing in the scratch folder', async () => {
  const left = async () =>
    (await readdir(bed.scratchDir, { recursive: true })).filter((name) => name.includes('given'));
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
});
