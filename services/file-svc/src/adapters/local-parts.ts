import { createHash, randomBytes } from 'node:crypto';
import { access, mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import {
  checkList,
  checkStored,
  endedUpload,
  type PartPlace,
  type PartUploads,
  partsMismatch,
  totalBytes,
  type UploadedPart,
  unknownUpload,
} from '../domain/part-uploads.js';
import { checkPlaces, replacedBy } from '../domain/placed-part.js';
import type { StoredObject } from '../domain/stored-object.js';
import { putInPlace, syncFolder } from './durable-file.js';
import { inTurns } from './in-turn.js';
import { describeFile, headFile, isMissing } from './local-object.js';
import type { LocalPaths } from './local-paths.js';
import { appendToLedger, readLedger } from './part-ledger.js';
import { withStorageProblems } from './storage-problem.js';

/** The ids that are given here. Any other names a folder that is never made, so that none leads anywhere else. */
const UPLOAD_ID = /^[0-9a-f]{32}$/;
const NEVER_GIVEN = 'unknown';

interface PartFiles {
  folder: string;
  bytes: string;
  ledger: string;
}

function partFiles(paths: LocalPaths, key: string, uploadId: string): PartFiles {
  const folder = paths.partial(key, UPLOAD_ID.test(uploadId) ? uploadId : NEVER_GIVEN);
  return { folder, bytes: paths.bytes(folder), ledger: paths.ledger(folder) };
}

/** Keeps each upload in one file, into which its parts are written at their offsets. Completing it is a rename. */
export function localPartUploads(paths: LocalPaths): PartUploads {
  const inTurn = inTurns();
  return {
    begin: (key) => withStorageProblems(() => begin(paths, key)),
    put: (key, uploadId, place, bytes) =>
      withStorageProblems(async () => {
        const files = partFiles(paths, key, uploadId);
        const stored = await inTurn(files.folder, () => unlessEnded(paths, () => storePart(files, place, bytes)));
        if (!stored) throw unknownUpload();
        return stored;
      }),
    complete: (key, uploadId, parts) =>
      withStorageProblems(async () => {
        checkList(parts);
        const files = partFiles(paths, key, uploadId);
        const object = paths.object(key);
        const assembled = await inTurn(files.folder, () => unlessEnded(paths, () => assemble(files, object, parts)));
        await removeFolder(files);
        return assembled ?? endedUpload(await headFile(object), totalBytes(parts));
      }),
    abandon: (key, uploadId) => withStorageProblems(() => removeFolder(partFiles(paths, key, uploadId))),
  };
}

const removeFolder = ({ folder }: PartFiles) => rm(folder, { recursive: true, force: true });

async function begin(paths: LocalPaths, key: string): Promise<string> {
  const uploadId = randomBytes(16).toString('hex');
  const { folder, bytes, ledger } = partFiles(paths, key, uploadId);
  await mkdir(folder);
  for (const file of [bytes, ledger]) await writeFile(file, '', { flag: 'wx', mode: 0o640 });
  await syncFolder(folder);
  await syncFolder(paths.partialFolder);
  return uploadId;
}

/** Null when the files of the upload are gone, although the store is there. */
async function unlessEnded<Result>(paths: LocalPaths, work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await access(paths.partialFolder);
    return null;
  }
}

/** A part that is written over leaves the ledger first: what a crash leaves of it then counts as missing. */
async function storePart(files: PartFiles, place: PartPlace, bytes: Buffer): Promise<{ etag: string }> {
  const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  const part = { ...place, sizeBytes: bytes.length, etag };
  const replaced = replacedBy(part, await readLedger(files.ledger));
  if (replaced) {
    if (replaced.length > 0) await appendToLedger(files.ledger, { replaced });
    await writeAt(files.bytes, bytes, place.offsetBytes);
  }
  await appendToLedger(files.ledger, part);
  return { etag };
}

/** Writes down to the disk. */
async function writeAt(file: string, bytes: Buffer, offsetBytes: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await handle.write(bytes, done, bytes.length - done, offsetBytes + done)).bytesWritten;
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function assemble(files: PartFiles, object: string, parts: UploadedPart[]): Promise<StoredObject> {
  const stored = await readLedger(files.ledger);
  checkStored(parts, stored);
  checkPlaces(parts, stored);
  await cutAt(files.bytes, totalBytes(parts));
  const assembled = describeFile(await stat(files.bytes, { bigint: true }));
  await putInPlace(files.bytes, object);
  return assembled;
}

/** Takes away what earlier cuts of the same file left behind the last part. */
async function cutAt(file: string, sizeBytes: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    if (size === sizeBytes) return;
    if (size < sizeBytes) throw partsMismatch(`${size} bytes are in the store, and the parts have ${sizeBytes}.`);
    await handle.truncate(sizeBytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
