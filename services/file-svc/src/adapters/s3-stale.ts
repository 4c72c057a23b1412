import type { MultipartUpload, S3Client } from '@aws-sdk/client-s3';
import type { StaleAges } from '../domain/object-store.js';
import { isGone } from './s3-errors.js';
import { abortUploads, listParts } from './s3-listing.js';

/**
 * Ends what nobody went on with. S3 does not tell whether an upload comes whole or in parts; since only sources come in
 * parts, every upload of a source is given the time of those.
 * @returns how many there were
 */
export async function abortStaleUploads(client: S3Client, bucket: string, ages: StaleAges): Promise<number> {
  const nowMs = Date.now();
  const abort = (area: string, olderThanMs: number) =>
    abortUploads(client, bucket, area, (upload) => isStale(client, bucket, upload, nowMs - olderThanMs));
  const counts = await Promise.all([abort('hls/', ages.wholeOlderThanMs), abort('source/', ages.partsOlderThanMs)]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** True when it was neither begun nor got a part since. */
async function isStale(client: S3Client, bucket: string, upload: MultipartUpload, sinceMs: number): Promise<boolean> {
  const { Key, UploadId, Initiated } = upload;
  if (Initiated && Initiated.getTime() >= sinceMs) return false;
  try {
    for await (const { LastModified } of listParts(client, { Bucket: bucket, Key, UploadId })) {
      if (LastModified && LastModified.getTime() >= sinceMs) return false;
    }
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
  return true;
}
