import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Problem } from '@kinora/service-kit';
import { rangeLength } from '../domain/byte-range.js';
import type { ObjectStore } from '../domain/object-store.js';
import { partSizeBytes } from '../domain/part-size.js';
import type { StoredObject } from '../domain/stored-object.js';
import { createS3Clients, type S3Settings } from './s3-client.js';
import { isGone, isNamed } from './s3-errors.js';
import { abortUploads, deleteObjects, listObjects } from './s3-listing.js';
import { s3PartUploads } from './s3-parts.js';
import { abortStaleUploads } from './s3-stale.js';
import { removedMeanwhile, withStorageProblems } from './storage-problem.js';

/** Parts on their way at once. Each is held in memory until S3 has it. */
const PARALLEL_PARTS = 2;

interface S3StoreOptions extends S3Settings {
  objectMaxBytes: number;
}

/** Keeps objects in a bucket. A failed or broken upload aborts its parts by itself (lib-storage). */
export function createS3Store({ objectMaxBytes, ...settings }: S3StoreOptions): ObjectStore {
  const { client, reader } = createS3Clients(settings);
  const { bucket } = settings;
  const partSize = partSizeBytes(objectMaxBytes);
  const head = (key: string) => withStorageProblems(() => headObject(client, bucket, key));
  return {
    put: (key, body) => withStorageProblems(() => upload(client, { bucket, key, body, partSize })),
    head,
    async open(key) {
      const object = await head(key);
      if (!object) return null;
      const read = (first: number, last: number) =>
        getObject(reader, bucket, key, `bytes=${first}-${last}`, object.etag);
      return {
        ...object,
        read: async (range) =>
          rangeLength(range) === 0 ? Readable.from([]) : withStorageProblems(() => read(range.first, range.last)),
        close: async () => {},
      };
    },
    remove: (key) =>
      withStorageProblems(async () => {
        await abortUploads(client, bucket, key, (unfinished) => unfinished.Key === key);
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      }),
    list: (prefix) => withStorageProblems(() => listObjects(client, bucket, prefix)),
    removePrefix: (prefix) =>
      withStorageProblems(async () => {
        await abortUploads(client, bucket, prefix, () => true);
        await deleteObjects(client, bucket, prefix);
      }),
    parts: s3PartUploads(client, bucket, head),
    removeStaleUploads: (ages) => withStorageProblems(() => abortStaleUploads(client, bucket, ages)),
    freeBytes: async () => null,
    check: () => client.send(new HeadBucketCommand({ Bucket: bucket })).then(() => undefined),
    async close() {
      client.destroy();
      reader.destroy();
    },
  };
}

interface UploadJob {
  bucket: string;
  key: string;
  body: AsyncIterable<Buffer>;
  partSize: number;
}

async function upload(client: S3Client, { bucket, key, body, partSize }: UploadJob): Promise<StoredObject> {
  let sizeBytes = 0;
  const counted = async function* () {
    for await (const chunk of body) {
      sizeBytes += chunk.length;
      yield chunk;
    }
  };
  const params = { Bucket: bucket, Key: key, Body: Readable.from(counted()) };
  const job = new Upload({ client, params, partSize, queueSize: PARALLEL_PARTS });
  const { ETag } = await job.done().catch((error: unknown) => {
    throw isGone(error) ? removedMeanwhile(error) : error;
  });
  return { sizeBytes, etag: String(ETag) };
}

async function headObject(client: S3Client, bucket: string, key: string): Promise<StoredObject | null> {
  try {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { sizeBytes: Number(found.ContentLength), etag: String(found.ETag) };
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return null;
    throw error;
  }
}

async function getObject(client: S3Client, bucket: string, key: string, range: string, etag: string) {
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: range, IfMatch: etag });
    return (await client.send(command)).Body as Readable;
  } catch (error) {
    if (isNamed(error, 'PreconditionFailed', 'NoSuchKey')) {
      throw new Problem('conflict', 'The object was replaced while it was being read. Please try again.');
    }
    throw error;
  }
}
