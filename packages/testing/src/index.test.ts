import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createTestDatabase, eventually, tempFolder, testRedisUrl, testS3 } from './index.js';

describe('the servers of a test run', () => {
  it('gives a migrated database, to a user who may not change its tables', async () => {
    const database = await createTestDatabase();
    expect(await database.db.selectFrom('video_overview').selectAll().execute()).toEqual([]);
    await expect(sql`DROP TABLE videos`.execute(database.db)).rejects.toThrow(/denied/);
    await database.drop();
  });

  it('gives each caller a Redis database of its own', async () => {
    const [first, second] = await Promise.all([testRedisUrl(), testRedisUrl()]);
    expect(first).not.toBe(second);
  });

  it('gives a bucket of a real S3 server', async () => {
    const { client, bucket } = await testS3();
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'source/a', Body: 'bytes' }));
    const list = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(list.Contents?.map((object) => object.Key)).toEqual(['source/a']);
  });
});

describe('tempFolder', () => {
  let left: string;

  it('makes an empty folder', async () => {
    left = await tempFolder();
    await writeFile(path.join(left, 'file'), '');
  });

  it('removes it after the test', async () => {
    await expect(access(left)).rejects.toThrow(/ENOENT/);
  });
});

describe('eventually', () => {
  it('waits until the assertion holds', async () => {
    let calls = 0;
    await eventually(() => expect(++calls).toBeGreaterThan(2));
    expect(calls).toBe(3);
  });

  it('gives the last error when it never does', async () => {
    await expect(eventually(() => expect(1).toBe(2), { timeoutMs: 60 })).rejects.toThrow(/expected 1 to be 2/);
  });
});
