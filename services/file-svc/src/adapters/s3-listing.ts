import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type ListPartsCommandOutput,
  type ListPartsRequest,
  type MultipartUpload,
  type Part,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isGone } from './s3-errors.js';

/** Requests at once. Single deletions, because not every S3 server takes DeleteObjects as the SDK sends it. */
const PARALLEL_DELETIONS = 16;

async function inParallel<Item>(items: Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL_DELETIONS }, worker));
}

async function* pagesOfKeys(client: S3Client, bucket: string, prefix: string): AsyncGenerator<string[]> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
    yield (page.Contents ?? []).flatMap((object) => object.Key ?? []);
}

/** Every key that starts with the prefix. */
export async function listObjects(client: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const all: string[] = [];
  for await (const keys of pagesOfKeys(client, bucket, prefix)) all.push(...keys);
  return all;
}

/** Removes every object whose key starts with the prefix. */
export async function deleteObjects(client: S3Client, bucket: string, prefix: string): Promise<void> {
  for await (const keys of pagesOfKeys(client, bucket, prefix))
    await inParallel(keys, (key) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })));
}

async function* unfinishedUploads(client: S3Client, bucket: string, prefix: string): AsyncGenerator<MultipartUpload> {
  let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | null = {};
  while (marker) {
    const command: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
      Bucket: bucket,
      Prefix: prefix,
      ...marker,
    });
    const page = await client.send(command);
    yield* page.Uploads ?? [];
    marker = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : null;
  }
}

/**
 * The parts of an unfinished multipart upload. By hand, because the SDK's paginator goes on for ever where a server names
 * a next part in its last answer too.
 */
export async function* listParts(client: S3Client, upload: ListPartsRequest): AsyncGenerator<Part> {
  let marker: { PartNumberMarker?: string | undefined } | null = {};
  while (marker) {
    const page: ListPartsCommandOutput = await client.send(new ListPartsCommand({ ...upload, ...marker }));
    yield* page.Parts ?? [];
    marker = page.IsTruncated ? { PartNumberMarker: page.NextPartNumberMarker } : null;
  }
}

/**
 * Ends unfinished multipart uploads under a prefix, with the parts that they hold.
 * @returns how many there were
 */
export async function abortUploads(
  client: S3Client,
  bucket: string,
  prefix: string,
  which: (upload: MultipartUpload) => boolean | Promise<boolean>,
): Promise<number> {
  const found: MultipartUpload[] = [];
  for await (const upload of unfinishedUploads(client, bucket, prefix)) if (await which(upload)) found.push(upload);
  await inParallel(found, async ({ Key, UploadId }) => {
    const abort = new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId });
    await client.send(abort).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  });
  return found.length;
}
