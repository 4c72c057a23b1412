import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ObjectStore } from '../domain/object-store.js';
import {
  checkList,
  checkStored,
  endedUpload,
  type PartUploads,
  partsMismatch,
  totalBytes,
  type UploadedPart,
  unknownUpload,
} from '../domain/part-uploads.js';
import type { StoredObject } from '../domain/stored-object.js';
import { isGone, isNamed } from './s3-errors.js';
import { listParts } from './s3-listing.js';
import { withStorageProblems } from './storage-problem.js';

interface Upload {
  Bucket: string;
  Key: string;
  UploadId: string;
}

/** Keeps each upload as a multipart upload, which S3 itself makes durable part by part. */
export function s3PartUploads(client: S3Client, bucket: string, head: ObjectStore['head']): PartUploads {
  const named = (key: string, uploadId: string): Upload => ({ Bucket: bucket, Key: key, UploadId: uploadId });
  return {
    begin: (key) =>
      withStorageProblems(async () => {
        const command = new CreateMultipartUploadCommand({ Bucket: bucket, Key: key });
        return String((await client.send(command)).UploadId);
      }),
    put: (key, uploadId, { number }, bytes) =>
      withStorageProblems(async () => {
        const command = new UploadPartCommand({ ...named(key, uploadId), PartNumber: number, Body: bytes });
        const stored = await unlessGone(() => client.send(command));
        if (!stored) throw unknownUpload();
        return { etag: String(stored.ETag) };
      }),
    complete: (key, uploadId, parts) =>
      withStorageProblems(async () => {
        checkList(parts);
        const completed = await unlessGone(() => complete(client, named(key, uploadId), parts));
        return completed ?? endedUpload(await head(key), totalBytes(parts));
      }),
    abandon: (key, uploadId) =>
      withStorageProblems(async () => {
        await unlessGone(() => client.send(new AbortMultipartUploadCommand(named(key, uploadId))));
      }),
  };
}

/** Null when the upload has ended. */
async function unlessGone<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function storedParts(client: S3Client, upload: Upload): Promise<Map<number, UploadedPart>> {
  const stored = new Map<number, UploadedPart>();
  for await (const { PartNumber, Size, ETag } of listParts(client, upload)) {
    const number = Number(PartNumber);
    stored.set(number, { number, sizeBytes: Number(Size), etag: String(ETag) });
  }
  return stored;
}

async function complete(client: S3Client, upload: Upload, parts: UploadedPart[]): Promise<StoredObject> {
  checkStored(parts, await storedParts(client, upload));
  const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
  const command = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
  const { ETag } = await client.send(command).catch((error: unknown) => {
    if (isNamed(error, 'InvalidPart')) throw partsMismatch('A part was stored again meanwhile.', error);
    throw error;
  });
  return { sizeBytes: totalBytes(parts), etag: String(ETag) };
}
