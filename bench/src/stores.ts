import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { startSwift } from '@kinora/stack';

const CHUNK_BYTES = 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;

/** A store to measure: how Kinora is told to use it, and how to write to it without Kinora. */
export interface BenchStore {
  name: 'folder' | 'S3';
  env: Record<string, string>;
  /** Writes a file straight to the store, safe against a loss of power, and removes it again untimed. */
  writeDirect(file: string): Promise<void>;
  removeDirect(): Promise<void>;
  stop(): Promise<void>;
}

export function folderStore(folder: string): BenchStore {
  const target = path.join(folder, 'direct');
  return {
    name: 'folder',
    env: {},
    writeDirect: async (file) => {
      const handle = await open(target, 'w');
      await pipeline(
        createReadStream(file, { highWaterMark: CHUNK_BYTES }),
        handle.createWriteStream({ highWaterMark: CHUNK_BYTES, flush: true }),
      );
    },
    removeDirect: () => rm(target, { force: true }),
    stop: async () => {},
  };
}

const BUCKET = 'bench';

/** OpenStack Swift with its S3 API, private to this run. */
export async function s3Store(folder: string): Promise<BenchStore> {
  const swift = await startSwift({ dir: path.join(folder, 'swift'), bucket: BUCKET });
  const credentials = { accessKeyId: swift.accessKeyId, secretAccessKey: swift.secretAccessKey };
  const client = new S3Client({
    endpoint: swift.endpoint,
    region: swift.region,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return {
    name: 'S3',
    env: {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: swift.endpoint,
      S3_REGION: swift.region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    writeDirect: async (file) => {
      const params = { Bucket: BUCKET, Key: 'direct', Body: createReadStream(file, { highWaterMark: CHUNK_BYTES }) };
      await new Upload({ client, params, partSize: PART_BYTES }).done();
    },
    removeDirect: async () => {},
    stop: () => swift.stop(),
  };
}
