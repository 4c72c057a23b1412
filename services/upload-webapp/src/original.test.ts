import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf, upload } from './testing/studio.js';
import { film, type StudioBed, sha256, startStudioBed } from './testing/studio-bed.js';
import { idOf, tusClient } from './testing/tus.js';

const MIB = 1024 ** 2;
const bytes = film(3 * MIB);
const fileName = 'Ünïcode 🎬 "film".mp4';

let bed: StudioBed;
let id: string;

beforeAll(async () => {
  bed = await startStudioBed();
  const response = await upload(bed.studio.url, { file: new Blob([bytes]), fileName });
  ({ id } = (await response.json()) as { id: string });
});
afterAll(() => bed?.stop());

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  tusClient(bed.studio.url).send(method, `/api/v1/studio/videos/${id}/original`, headers);

it('a file that came by the form has its hash, and its fingerprint finds it', async () => {
  const [video] = await bed.videos();
  expect(video).toMatchObject({ state: 'queued', sha256: sha256(bytes) });
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(bytes.length));
  expect(video?.fingerprint).toBe(sha256(Buffer.concat([size, bytes.subarray(0, MIB), bytes.subarray(-MIB)])));
});

it('is downloaded byte for byte, under its name', async () => {
  const response = await get();
  expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(sha256(bytes));
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  const name = `filename*=UTF-8''${encodeURIComponent(fileName).replaceAll('"', '%22')}`;
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="/);
  expect(response.headers.get('content-disposition')).toContain(name);
});

it('is described without its bytes', async () => {
  const response = await get({}, 'HEAD');
  expect([response.status, response.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
});

describe('a part of it', () => {
  it.each([
    { range: 'bytes=0-0', first: 0, last: 0 },
    { range: 'bytes=1000-', first: 1_000, last: bytes.length - 1 },
    { range: 'bytes=-5', first: bytes.length - 5, last: bytes.length - 1 },
    { range: `bytes=10-${bytes.length * 2}`, first: 10, last: bytes.length - 1 },
  ])('is sent for $range', async ({ range, first, last }) => {
    const response = await get({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${bytes.length}`);
    expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(sha256(bytes.subarray(first, last + 1)));
  });

  it('is refused behind its end', async () => {
    const response = await get({ range: `bytes=${bytes.length}-` });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
    expect((await problemOf(response)).code).toBe('range-not-satisfiable');
  });

  it('is the whole when the file is not the one that was begun', async () => {
    const range = 'bytes=0-9';
    const statuses = [{ 'if-range': `"${sha256(bytes)}"` }, { 'if-range': '"another"' }].map(async (condition) => {
      const response = await get({ range, ...condition });
      await response.body?.cancel();
      return response.status;
    });
    expect(await Promise.all(statuses)).toEqual([206, 200]);
  });
});

it("is nobody else's, and not there before its last byte", async () => {
  const bob = tusClient(bed.studio.url, 'bob');
  expect((await bob.send('GET', `/api/v1/studio/videos/${id}/original`, {})).status).toBe(404);
  const draft = idOf(String((await tusClient(bed.studio.url).announce(100)).headers.get('location')));
  expect((await tusClient(bed.studio.url).send('GET', `/api/v1/studio/videos/${draft}/original`, {})).status).toBe(404);
});
