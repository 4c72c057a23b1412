import { createHash, randomBytes } from 'node:crypto';
import { sourceKey } from '@kinora/contracts';
import { createFileClient, type FileClient } from '@kinora/file-client';
import { createTestDatabase, type TestDatabase, tempFolder, testRedisUrl } from '@kinora/testing';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { mp4 } from './testing/form.js';
import { FILE_TOKEN, type FileService, type Studio, startFileService, startStudio } from './testing/studio.js';
import { announced, offsetOf, tusClient } from './testing/tus.js';

const MIB = 1024 ** 2;
const PART_BYTES = 8 * MIB;

/** A file like no other: its beginning is that of an MP4. */
const film = (sizeBytes: number): Buffer<ArrayBuffer> => {
  const head = mp4(Math.min(sizeBytes, 64));
  return Buffer.concat([head, randomBytes(sizeBytes - head.length)]) as Buffer<ArrayBuffer>;
};
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let database: TestDatabase;
let service: FileService;
let files: FileClient;
let studio: Studio;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startFileService(await tempFolder());
  files = createFileClient({ baseUrl: service.url, token: FILE_TOKEN });
  studio = await startStudio({
    database: database.config,
    redisUrl: await testRedisUrl(),
    fileServiceUrl: service.url,
  });
});

afterAll(async () => {
  await studio?.stop();
  await files?.close();
  await service?.stop();
  await database?.drop();
});

beforeEach(async () => {
  for (const table of ['upload_parts', 'uploads', 'videos'] as const) await database.db.deleteFrom(table).execute();
});

const alice = () => tusClient(studio.url);
const rows = () => database.db.selectFrom('videos').selectAll().execute();
const idOf = (path: string) => path.split('/').at(-1) ?? '';

async function storedSha256(id: string): Promise<string> {
  const { body } = await files.get(sourceKey(id));
  return sha256(Buffer.concat(await body.toArray()));
}

it('makes a draft of the announcement, takes bytes in any pieces, and queues the video with its hash', async () => {
  const bytes = film(PART_BYTES + 3 * MIB);
  const path = await announced(alice(), bytes.length, { filename: 'Our_garden.mp4' });
  expect((await rows())[0]).toMatchObject({ id: idOf(path), video_name: 'Our garden', state: 'uploading' });
  const cuts = [0, 10, 5_000, 3 * MIB, PART_BYTES + 1, bytes.length];
  for (const [at, from] of cuts.slice(0, -1).entries()) {
    const response = await alice().patch(path, from, bytes.subarray(from, cuts[at + 1]));
    expect([response.status, response.headers.get('upload-offset')]).toEqual([204, String(cuts[at + 1])]);
  }
  expect((await rows())[0]).toMatchObject({ state: 'queued', size_bytes: bytes.length, sha256: sha256(bytes) });
  expect(await storedSha256(idOf(path))).toBe(sha256(bytes));
  expect(await offsetOf(alice(), path)).toBe(bytes.length);
});

it.each([MIB, Number.POSITIVE_INFINITY])('works with tus-js-client in pieces of %d bytes', async (chunkSize) => {
  const bytes = film(PART_BYTES + 3 * MIB + 7);
  await new Promise<void>((resolve, reject) => {
    new Upload(bytes, {
      endpoint: `${studio.url}/api/v1/studio/uploads`,
      chunkSize,
      headers: { cookie: 'auth_token=alice' },
      metadata: { filename: 'film.mp4', filetype: 'video/mp4' },
      retryDelays: null,
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
  const [video] = await rows();
  expect(video).toMatchObject({ state: 'queued', sha256: sha256(bytes) });
  expect(await storedSha256(video?.id ?? '')).toBe(sha256(bytes));
});
