import { CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { testS3 } from '@kinora/testing';
import { expect, it } from 'vitest';
import { listParts } from './s3-listing.js';

it('lists the parts of an upload page by page, and ends', async () => {
  const { client, bucket } = await testS3();
  const named = { Bucket: bucket, Key: 'source/a' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(named));
  for (const PartNumber of [1, 2, 3]) {
    await client.send(new UploadPartCommand({ ...named, UploadId, PartNumber, Body: 'x'.repeat(PartNumber) }));
  }
  const found: unknown[] = [];
  for await (const { PartNumber, Size } of listParts(client, { ...named, UploadId, MaxParts: 1 })) {
    found.push([PartNumber, Size]);
  }
  expect(found).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});
