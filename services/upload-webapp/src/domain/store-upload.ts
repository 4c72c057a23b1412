import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { type Failure, failure, sourceKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import { type Logger, Problem } from '@kinora/service-kit';
import { SNIFF_BYTES, sniffContainer } from '@kinora/sniff';
import { fingerprintOf } from './fingerprint.js';
import { formAllowance, overFormQuota } from './form-allowance.js';
import { keepAlive } from './keep-alive.js';
import { patiently } from './patiently.js';
import { peek } from './peek.js';
import { goneMeanwhile, refusalOf } from './refusal.js';
import type { StorageUse } from './storage-use.js';
import type { VideoFields } from './video-fields.js';

export interface NewUpload {
  id: string;
  ownerId: string;
  fields: VideoFields;
  fileName: string;
  /** The video of which this is another file; null for a new video. */
  replaces: string | null;
}

/** What is known of a file once all of it is stored; hashes in hex. */
export interface SourceFacts {
  sizeBytes: number;
  sha256: string;
  /** See `fingerprintOf`. */
  fingerprint: string;
}

/** The rows of uploads. Each change holds only while the upload still runs: the janitor and a deletion may come first. */
export interface UploadRecords {
  /** @param reserve how much of a quota is kept for the file; throws why it may not come, and then there is no row */
  begin(upload: NewUpload, reserve?: (use: StorageUse) => number): Promise<void>;
  /** False when the upload no longer runs. */
  beat(id: string): Promise<boolean>;
  /** True when the video is queued, also if an earlier call made it so. False when the upload no longer runs. */
  complete(id: string, facts: SourceFacts): Promise<boolean>;
  /** True when the video is failed, whoever made it so. False when it was completed. */
  fail(id: string, failure: Failure): Promise<boolean>;
  /** Remembers that nothing of a failed or deleted video's source is left. */
  sourceRemoved(id: string): Promise<void>;
}

export interface StoreUploadDeps {
  records: UploadRecords;
  files: Pick<FileClient, 'get' | 'put' | 'remove'>;
  log: Logger;
  heartbeatMs: number;
  /** How long stored bytes wait for a database that is away. */
  completePatienceMs: number;
  /** 0: none. */
  userQuotaBytes: number;
}

export interface IncomingFile extends NewUpload {
  stream: Readable;
  /** Of the form with the file, as announced; null where it was not. */
  bodyBytes: number | null;
  /** Resolves when what follows the file in its form was read; rejects with the Problem of a form that is wrong. */
  restOfForm(): Promise<void>;
  /** Aborted with the Problem that ends the upload: too large, interrupted. */
  signal: AbortSignal;
}

/** A video of which every byte is stored. */
export interface StoredUpload {
  id: string;
  sizeBytes: number;
}

/**
 * Takes one file into the store: its row first, then its bytes. What is not a video is refused before there is a row.
 * @returns the video once its last byte is stored and its row says so
 * @throws Problem; the row is then `failed`, and the source is being removed
 */
export async function storeUpload(file: IncomingFile, deps: StoreUploadDeps): Promise<StoredUpload> {
  const { rejected } = await sniffContainer(await peek(file.stream, SNIFF_BYTES, file.signal));
  if (rejected) throw refusalOf(rejected);
  const { id, ownerId, fields, fileName, replaces } = file;
  const upload = { id, ownerId, fields, fileName, replaces };
  const quota = quotaOf(file.bodyBytes, deps.userQuotaBytes);
  await deps.records.begin(upload, deps.userQuotaBytes === 0 ? undefined : quota.reserve);
  const alive = keepAlive(() => deps.records.beat(upload.id), deps);
  try {
    const facts = await storeBytes(
      upload.id,
      file.stream,
      AbortSignal.any([file.signal, alive.signal, quota.signal]),
      quota.count,
      deps,
    );
    await file.restOfForm();
    const queued = await patiently(() => deps.records.complete(upload.id, facts), deps.completePatienceMs);
    if (!queued) throw goneMeanwhile();
    return { id: upload.id, sizeBytes: facts.sizeBytes };
  } catch (error) {
    await giveUp(upload.id, error, deps);
    throw error;
  } finally {
    alive.stop();
  }
}

/** What is left of a quota for one file: judged when it begins, and again as it grows. */
function quotaOf(bodyBytes: number | null, quotaBytes: number) {
  const ending = new AbortController();
  let allowedBytes = Number.POSITIVE_INFINITY;
  let refuse = () => {};
  return {
    /** Aborted with the Problem that there is more than is left. */
    signal: ending.signal,
    reserve({ usedBytes }: StorageUse): number {
      allowedBytes = formAllowance({ bodyBytes, usedBytes, quotaBytes });
      refuse = () => ending.abort(overFormQuota({ usedBytes, quotaBytes }));
      return allowedBytes;
    },
    count(receivedBytes: number): void {
      if (receivedBytes > allowedBytes) refuse();
    },
  };
}

/** A file that was handed on whole comes to be stored whatever becomes of the request: its removal has to wait for that. */
function untilEnded(bytes: Readable, signal: AbortSignal): AbortSignal {
  const breakingOff = new AbortController();
  const breakOff = () => bytes.readableEnded || breakingOff.abort(signal.reason);
  if (signal.aborted) breakOff();
  else signal.addEventListener('abort', breakOff, { once: true });
  return breakingOff.signal;
}

/** @returns what is known of the bytes that were stored: all that came in */
async function storeBytes(
  id: string,
  stream: Readable,
  signal: AbortSignal,
  count: (receivedBytes: number) => void,
  { files }: StoreUploadDeps,
): Promise<SourceFacts> {
  let receivedBytes = 0;
  const hash = createHash('sha256');
  const seen = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      receivedBytes += chunk.length;
      count(receivedBytes);
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const putting = { signal: untilEnded(seen, signal) };
  // Not `pipeline`: a storage that fails must not look like a client that broke off.
  const { sizeBytes } = await files.put(sourceKey(id), stream.pipe(seen), putting).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  signal.throwIfAborted();
  if (sizeBytes !== receivedBytes) throw new Error(`${receivedBytes} bytes came in, ${sizeBytes} were stored`);
  return { sizeBytes, sha256: hash.digest('hex'), fingerprint: await fingerprintOf(sourceKey(id), sizeBytes, files) };
}

/** Nobody waits for the removal: what it does not finish, the janitor does. */
async function giveUp(id: string, error: unknown, { records, files, log }: StoreUploadDeps): Promise<void> {
  try {
    if (!(await records.fail(id, failureOf(error)))) return;
  } catch (err) {
    log.warn({ err, videoId: id }, 'a broken upload could not be recorded: the janitor will');
    return;
  }
  files
    .remove(sourceKey(id))
    .then(() => records.sourceRemoved(id))
    .catch((err: unknown) => log.warn({ err, videoId: id }, 'a broken upload could not be removed: the janitor will'));
}

/** What a broken upload is called in its row. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Problem)) return failure('storage-unavailable');
  if (error.code === 'insufficient-storage') return failure('storage-full');
  if (error.status >= 500) return failure('storage-unavailable');
  return failure(error.code === 'file-too-large' ? 'file-too-large' : 'upload-interrupted', error.detail);
}
