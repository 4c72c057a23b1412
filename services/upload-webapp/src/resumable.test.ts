import { eventually } from '@kinora/testing';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { film, type StudioBed, sha256, startStudioBed } from './testing/studio-bed.js';
import { announced, idOf, offsetOf, stalledPatch, tusClient } from './testing/tus.js';

const MIB = 1024 ** 2;
const PART_BYTES = 5 * MIB;
const EXPIRE_SECONDS = 3_600;

let bed: StudioBed;

beforeAll(async () => {
  bed = await startStudioBed({ UPLOAD_EXPIRE_SECONDS: EXPIRE_SECONDS });
});
afterAll(() => bed?.stop());
beforeEach(() => bed.empty());

const alice = () => tusClient(bed.studio.url);

it('makes a draft of the announcement, takes bytes in any pieces, and queues the video with its hash', async () => {
  const bytes = film(PART_BYTES + 3 * MIB);
  const path = await announced(alice(), bytes.length, { filename: 'Our_garden.mp4' });
  expect((await bed.videos())[0]).toMatchObject({ id: idOf(path), video_name: 'Our garden', state: 'uploading' });
  const cuts = [0, 10, 5_000, 3 * MIB, PART_BYTES + 1, bytes.length];
  for (const [at, from] of cuts.slice(0, -1).entries()) {
    const response = await alice().patch(path, from, bytes.subarray(from, cuts[at + 1]));
    expect([response.status, response.headers.get('upload-offset')]).toEqual([204, String(cuts[at + 1])]);
  }
  expect((await bed.videos())[0]).toMatchObject({ state: 'queued', size_bytes: bytes.length, sha256: sha256(bytes) });
  expect(await bed.storedSha256(idOf(path))).toBe(sha256(bytes));
  expect(await offsetOf(alice(), path)).toBe(bytes.length);
  expect(await bed.files.head(`source/${idOf(path)}.tail`)).toBeNull();
});

it.each([MIB, Number.POSITIVE_INFINITY])('works with tus-js-client in pieces of %d bytes', async (chunkSize) => {
  const bytes = film(PART_BYTES + 3 * MIB + 7);
  await new Promise<void>((resolve, reject) => {
    new Upload(bytes, {
      endpoint: `${bed.studio.url}/api/v1/studio/uploads`,
      chunkSize,
      headers: { cookie: 'auth_token=alice' },
      metadata: { filename: 'film.mp4', filetype: 'video/mp4' },
      retryDelays: null,
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
  const [video] = await bed.videos();
  expect(video).toMatchObject({ state: 'queued', sha256: sha256(bytes) });
  expect(await bed.storedSha256(video?.id ?? '')).toBe(sha256(bytes));
});

it('takes the whole file with the announcement, and says how far it came', async () => {
  const bytes = film(10_000);
  const type = { 'content-type': 'application/offset+octet-stream' };
  const response = await alice().announce(bytes.length, { title: 'At once' }, type, bytes);
  expect([response.status, response.headers.get('upload-offset')]).toEqual([201, String(bytes.length)]);
  expect((await bed.videos())[0]).toMatchObject({ video_name: 'At once', state: 'queued', sha256: sha256(bytes) });
});

it('says what it can, when an upload expires, and nothing to other origins', async () => {
  const options = await alice().send('OPTIONS', '/api/v1/studio/uploads', { origin: 'http://elsewhere.test' });
  expect(options.status).toBe(204);
  expect(Object.fromEntries(options.headers)).toMatchObject({
    'tus-version': '1.0.0',
    'tus-extension': 'creation,creation-with-upload,expiration,termination',
    'tus-max-size': String(20 * 1024 ** 3),
  });
  expect([...options.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  const response = await alice().announce(100);
  const expiresInMs = Date.parse(String(response.headers.get('upload-expires'))) - Date.now();
  expect(expiresInMs / 1_000).toBeGreaterThan(EXPIRE_SECONDS - 60);
  expect(expiresInMs / 1_000).toBeLessThanOrEqual(EXPIRE_SECONDS);
});

it('lists what is unfinished, and finds the same file by its fingerprint before and after its end', async () => {
  const bytes = film(3 * MIB);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(bytes.length));
  const fingerprint = sha256(Buffer.concat([size, bytes.subarray(0, MIB), bytes.subarray(-MIB)]));
  const path = await announced(alice(), bytes.length, { filename: 'a.mp4', title: 'A', fingerprint });
  await announced(alice(), 50, { filename: 'b.mp4' });
  await announced(tusClient(bed.studio.url, 'bob'), bytes.length, { fingerprint });
  await alice().patch(path, 0, bytes.subarray(0, 5_000));
  expect((await alice().list()).uploads).toHaveLength(2);
  const { uploads, videos } = await alice().list(`?fingerprint=${fingerprint}`);
  expect(videos).toEqual([]);
  expect(uploads).toEqual([
    {
      ...{ id: idOf(path), fileName: 'a.mp4', title: 'A', fingerprint },
      ...{ sizeBytes: bytes.length, receivedBytes: 5_000, expiresAt: expect.any(String), replaces: null },
      isBeingSent: false,
    },
  ]);
  await alice().patch(path, 5_000, bytes.subarray(5_000));
  const after = await alice().list(`?fingerprint=${fingerprint}`);
  expect(after).toMatchObject({ uploads: [], videos: [{ id: idOf(path), sha256: sha256(bytes) }] });
});

it('tells of each upload whether it is being sent', async () => {
  const path = await announced(alice(), 2_000);
  const listed = async () => (await alice().list()).uploads;
  const { socket, closed } = stalledPatch({
    ...{ port: Number(new URL(bed.studio.url).port), login: 'alice', path, offsetBytes: 0, restBytes: 2_000 },
  });
  socket.write(film(1_000));
  await eventually(async () => expect(await listed()).toMatchObject([{ isBeingSent: true }]));
  socket.destroy();
  await closed;
  await eventually(async () => expect(await listed()).toMatchObject([{ isBeingSent: false }]));
});

it('finds out the fingerprint of a file whose client did not say it, or lied', async () => {
  const bytes = film(1_000);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(1_000n);
  const path = await announced(alice(), 1_000, { fingerprint: 'ab'.repeat(32) });
  await alice().patch(path, 0, bytes);
  expect((await bed.videos())[0]?.fingerprint).toBe(sha256(Buffer.concat([size, bytes, bytes])));
});

describe('an end that is wanted', () => {
  it('removes the draft and all that was stored of it', async () => {
    const path = await announced(alice(), 2 * PART_BYTES);
    await alice().patch(path, 0, film(PART_BYTES + 100));
    expect((await alice().end(path)).status).toBe(204);
    expect((await alice().head(path)).status).toBe(404);
    expect(await bed.database.db.selectFrom('uploads').selectAll().execute()).toEqual([]);
    expect(await bed.files.head(`source/${idOf(path)}.tail`)).toBeNull();
    expect((await bed.videos())[0]).toMatchObject({ state: 'failed', deleted_at: expect.any(Date) });
  });

  it('is refused when the file is complete', async () => {
    const path = await announced(alice(), 1_000);
    await alice().patch(path, 0, film(1_000));
    expect((await alice().end(path)).status).toBe(409);
    expect((await bed.videos())[0]).toMatchObject({ state: 'queued', deleted_at: null });
  });
});
