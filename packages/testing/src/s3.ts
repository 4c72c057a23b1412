import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { serverAccess } from './access.js';

export interface TestS3 {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  bucket: string;
  /** For looking into the bucket. */
  client: S3Client;
}

/** A client for an S3-compatible server. */
export const s3Client = ({ endpoint, region, accessKeyId, secretAccessKey }: Omit<TestS3, 'bucket' | 'client'>) =>
  new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

/** A real S3 server, with an empty bucket that nobody else uses. */
export async function testS3(): Promise<TestS3> {
  const access = await serverAccess('s3');
  const bucket = `test-${randomBytes(6).toString('hex')}`;
  const client = s3Client(access);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return { ...access, bucket, client };
}
