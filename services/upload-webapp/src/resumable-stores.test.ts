import { tempFolder, testS3 } from '@kinora/testing';
import { expect, it } from 'vitest';
import { startFileService } from './testing/studio.js';
import { film, sha256, startStudioBed } from './testing/studio-bed.js';
import { announced, idOf, offsetOf, tusClient } from './testing/tus.js';

const MIB = 1024 ** 2;
const PART_BYTES = 5 * MIB;

it('goes on where it was when the storage comes back, and is the same in S3 as in a folder', async () => {
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = await testS3();
  const store = { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET: bucket };
  const access = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const start = async (port?: number) => startFileService(await tempFolder(), port, { ...store, ...access });
  const bed = await startStudioBed({}, start);
  try {
    const client = tusClient(bed.studio.url);
    const bytes = film(2 * PART_BYTES + 3 * MIB);
    const path = await announced(client, bytes.length);
    const cut = PART_BYTES + MIB;
    expect((await client.patch(path, 0, bytes.subarray(0, cut))).status).toBe(204);
    await bed.service.kill();
    const away = await client.patch(path, cut, bytes.subarray(cut));
    expect([away.status, away.headers.has('retry-after')]).toEqual([503, true]);
    const again = await start(Number(new URL(bed.service.url).port));
    expect(await offsetOf(client, path)).toBe(cut);
    expect((await client.patch(path, cut, bytes.subarray(cut))).status).toBe(204);
    expect((await bed.videos())[0]).toMatchObject({ state: 'queued', sha256: sha256(bytes) });
    expect(await bed.storedSha256(idOf(path))).toBe(sha256(bytes));
    await again.stop();
  } finally {
    await bed.stop();
  }
});
