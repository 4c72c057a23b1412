import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { ObjectStore } from '../domain/object-store.js';
import type { StoredObject } from '../domain/stored-object.js';
import { putInPlace, writeWhole } from './durable-file.js';
import { describeFile, headFile, isAbsence, isMissing, openFile } from './local-object.js';
import { removePartials, removeStale } from './local-partials.js';
import { localPartUploads } from './local-parts.js';
import { type LocalPaths, localPaths } from './local-paths.js';
import { removedMeanwhile, withStorageProblems } from './storage-problem.js';

/** Keeps objects as files under a folder. */
export async function createLocalStore(root: string): Promise<ObjectStore> {
  const paths = localPaths(root);
  await mkdir(paths.partialFolder, { recursive: true });
  return {
    put: (key, body) => withStorageProblems(() => put(paths, key, body)),
    head: (key) => withStorageProblems(() => headFile(paths.object(key))),
    open: (key) => withStorageProblems(() => openFile(paths.object(key))),
    remove: (key) =>
      withStorageProblems(async () => {
        await removePartials(paths, key);
        await removeFile(paths.object(key));
      }),
    list: (prefix) => withStorageProblems(() => list(root, prefix)),
    removePrefix: (prefix) =>
      withStorageProblems(async () => {
        await removePartials(paths, prefix);
        await rm(paths.object(prefix), { recursive: true, force: true });
      }),
    parts: localPartUploads(paths),
    removeStaleUploads: (ages) => withStorageProblems(() => removeStale(paths, ages)),
    freeBytes: () => withStorageProblems(() => freeBytes(paths.partialFolder)),
    check: () => access(paths.partialFolder, constants.R_OK | constants.W_OK | constants.X_OK),
    close: async () => {},
  };
}

async function put(paths: LocalPaths, key: string, body: AsyncIterable<Buffer>): Promise<StoredObject> {
  const partial = paths.partial(key, randomBytes(8).toString('hex'));
  await writeWhole(partial, body);
  try {
    const stored = describeFile(await stat(partial, { bigint: true }));
    await putInPlace(partial, paths.object(key));
    return stored;
  } catch (error) {
    await rm(partial, { force: true });
    throw isMissing(error) ? removedMeanwhile(error) : error;
  }
}

async function list(root: string, prefix: string): Promise<string[]> {
  try {
    const entries = await readdir(path.join(root, prefix), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

async function removeFile(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    if (!isAbsence(error) && (error as NodeJS.ErrnoException).code !== 'ERR_FS_EISDIR') throw error;
  }
}

/** What the file system gives to others than root. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
