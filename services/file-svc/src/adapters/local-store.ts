import type { BigIntStats } from 'node:fs';
import { access, constants, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Problem } from '@kinora/service-kit';
import { rangeLength } from '../domain/byte-range.js';
import type { ObjectStore, OpenObject, StoredObject } from '../domain/object-store.js';
import { putInPlace, writeWhole } from './durable-file.js';
import { type LocalPaths, localPaths } from './local-paths.js';
import { removedMeanwhile, withStorageProblems } from './storage-problem.js';

/** Small, because each viewer that reads slowly holds a buffer of this size. */
const READ_BUFFER_BYTES = 256 * 1024;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
const isAbsence = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)));

/** A file is never changed in place, so its number, time and size tell its content apart. */
const describe = ({ ino, mtimeNs, size }: BigIntStats): StoredObject => ({
  sizeBytes: Number(size),
  etag: `"${[ino, mtimeNs, size].map((part) => part.toString(36)).join('-')}"`,
});

/** Keeps objects as files under a folder. */
export async function createLocalStore(root: string): Promise<ObjectStore> {
  const paths = localPaths(root);
  await mkdir(paths.partialFolder, { recursive: true });
  return {
    put: (key, body) => withStorageProblems(() => put(paths, key, body)),
    head: (key) => withStorageProblems(() => head(paths.object(key))),
    open: (key) => withStorageProblems(() => openObject(paths.object(key))),
    remove: (key) =>
      withStorageProblems(async () => {
        await removePartials(paths, (name) => paths.isPartialOf(name, key));
        await removeFile(paths.object(key));
      }),
    list: (prefix) => withStorageProblems(() => list(root, prefix)),
    removePrefix: (prefix) =>
      withStorageProblems(async () => {
        await removePartials(paths, (name) => paths.isPartialOf(name, prefix));
        await rm(paths.object(prefix), { recursive: true, force: true });
      }),
    removeStaleUploads: (olderThanMs) => withStorageProblems(() => removeStale(paths, olderThanMs)),
    check: () => access(paths.partialFolder, constants.R_OK | constants.W_OK | constants.X_OK),
    close: async () => {},
  };
}

async function put(paths: LocalPaths, key: string, body: AsyncIterable<Buffer>): Promise<StoredObject> {
  const partial = paths.newPartial(key);
  try {
    await writeWhole(partial, body);
    return await publish(partial, paths.object(key));
  } catch (error) {
    if (codeOf(error) === 'ENAMETOOLONG') throw new Problem('bad-path', 'The key is too long for this store.');
    if (['EISDIR', 'ENOTDIR', 'EEXIST'].includes(String(codeOf(error)))) {
      throw new Problem('conflict', 'The key is the beginning of another one, or the other way round.');
    }
    throw error;
  }
}

/** A partial file that is gone was removed together with its key. */
async function publish(partial: string, place: string): Promise<StoredObject> {
  try {
    const stored = describe(await stat(partial, { bigint: true }));
    await putInPlace(partial, place);
    return stored;
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? removedMeanwhile(error) : error;
  }
}

async function head(file: string): Promise<StoredObject | null> {
  try {
    const stats = await stat(file, { bigint: true });
    return stats.isFile() ? describe(stats) : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

async function openObject(file: string): Promise<OpenObject | null> {
  if (!(await head(file))) return null;
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (isAbsence(error)) return null;
    throw error;
  });
  if (!handle) return null;
  return {
    ...describe(await handle.stat({ bigint: true })),
    async read(range) {
      if (rangeLength(range) === 0) {
        await handle.close();
        return Readable.from([]);
      }
      return handle.createReadStream({ start: range.first, end: range.last, highWaterMark: READ_BUFFER_BYTES });
    },
    close: () => handle.close(),
  };
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
    if (!isAbsence(error) && codeOf(error) !== 'ERR_FS_EISDIR') throw error;
  }
}

async function removePartials(paths: LocalPaths, matches: (name: string) => boolean): Promise<void> {
  const names = (await readdir(paths.partialFolder)).filter(matches);
  await Promise.all(names.map((name) => rm(path.join(paths.partialFolder, name), { force: true })));
}

async function removeStale(paths: LocalPaths, olderThanMs: number): Promise<number> {
  const limitMs = Date.now() - olderThanMs;
  let removed = 0;
  for (const name of await readdir(paths.partialFolder)) {
    const file = path.join(paths.partialFolder, name);
    const stats = await stat(file).catch(() => null);
    if (!stats || stats.mtimeMs > limitMs) continue;
    await rm(file, { force: true });
    removed++;
  }
  return removed;
}
