import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import {
  checkList,
  checkStored,
  endedUpload,
  type PartUploads,
  totalBytes,
  type UploadedPart,
  unknownUpload,
} from '../domain/part-uploads.js';
import { checkPlaces, clash, type PlacedPart, placeInOrder, replacedBy } from '../domain/placed-part.js';
import type { StoredObject } from '../domain/stored-object.js';
import { putInPlace, syncFolder } from './durable-file.js';
import { inTurns } from './in-turn.js';
import { describeFile, headFile, isMissing } from './local-object.js';
import type { LocalPaths } from './local-paths.js';
import { cutAt, holdsPart, tagOf, writeAt } from './part-bytes.js';
import { enterPart, readLedger, strikeParts } from './part-ledger.js';
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

/** What is being worked on: one part, or without it the whole upload. */
interface Claim {
  folder: string;
  part?: PlacedPart;
}

const clashOf = (one: Claim, other: Claim): boolean =>
  one.folder === other.folder && (!one.part || !other.part || clash(one.part, other.part));

/** Keeps each upload in one file, into which its parts are written at their offsets. Completing it is a rename. */
export function localPartUploads(paths: LocalPaths): PartUploads {
  const inTurn = inTurns(clashOf);
  return {
    begin: (key) => withStorageProblems(() => begin(paths, key)),
    put: (key, uploadId, place, bytes) =>
      withStorageProblems(async () => {
        const files = partFiles(paths, key, uploadId);
        const part = { ...place, sizeBytes: bytes.length, etag: tagOf(bytes) };
        const claim = { folder: files.folder, part };
        const stored = await inTurn(claim, () => unlessEnded(paths, () => storePart(files, part, bytes)));
        if (!stored) throw unknownUpload();
        return { etag: stored.etag };
      }),
    complete: (key, uploadId, parts) =>
      withStorageProblems(async () => {
        checkList(parts);
        const files = partFiles(paths, key, uploadId);
        const object = paths.object(key);
        const claim = { folder: files.folder };
        const assembled = await inTurn(claim, () => unlessEnded(paths, () => assemble(files, object, parts)));
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
async function storePart(files: PartFiles, part: PlacedPart, bytes: Buffer): Promise<PlacedPart> {
  const replaced = replacedBy(part, await readLedger(files.ledger));
  if (replaced) {
    if (replaced.length > 0) await strikeParts(files.ledger, replaced);
    await writeAt(files.bytes, bytes, part.offsetBytes);
  }
  await enterPart(files.ledger, part);
  return part;
}

async function assemble(files: PartFiles, object: string, parts: UploadedPart[]): Promise<StoredObject> {
  const placed = placeInOrder(parts);
  const stored = await storedParts(files, placed);
  checkStored(parts, stored);
  checkPlaces(placed, stored);
  await cutAt(files.bytes, totalBytes(parts));
  const assembled = describeFile(await stat(files.bytes, { bigint: true }));
  await putInPlace(files.bytes, object);
  return assembled;
}

/** Those of the ledger, and those of these that it has lost and whose bytes are there. */
async function storedParts(files: PartFiles, wanted: PlacedPart[]): Promise<Map<number, PlacedPart>> {
  const stored = await readLedger(files.ledger);
  for (const part of wanted) {
    if (!stored.has(part.number) && (await holdsPart(files.bytes, part))) stored.set(part.number, part);
  }
  return stored;
}
