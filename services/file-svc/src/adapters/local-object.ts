import type { BigIntStats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { rangeLength } from '../domain/byte-range.js';
import type { OpenObject } from '../domain/object-store.js';
import type { StoredObject } from '../domain/stored-object.js';

/** Small, because each viewer that reads slowly holds a buffer of this size. */
const READ_BUFFER_BYTES = 256 * 1024;

/** True when there is nothing at a path. */
export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** True when there is nothing at a path, or something that is no folder on the way to it. */
export const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));

/** A file is never changed in place, so its number, time and size tell its content apart. */
export const describeFile = ({ ino, mtimeNs, size }: BigIntStats): StoredObject => ({
  sizeBytes: Number(size),
  etag: `"${[ino, mtimeNs, size].map((part) => part.toString(36)).join('-')}"`,
});

/** Null when there is no such file. */
export async function headFile(file: string): Promise<StoredObject | null> {
  try {
    const stats = await stat(file, { bigint: true });
    return stats.isFile() ? describeFile(stats) : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** Null when there is no such file. */
export async function openFile(file: string): Promise<OpenObject | null> {
  if (!(await headFile(file))) return null;
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (isAbsence(error)) return null;
    throw error;
  });
  if (!handle) return null;
  return {
    ...describeFile(await handle.stat({ bigint: true })),
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
