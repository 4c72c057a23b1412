import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Large writes keep a disk at its speed; one upload holds at most about twice this in memory. */
const WRITE_BUFFER_BYTES = 1024 * 1024;
const SYNC_EVERY_BYTES = 64 * 1024 * 1024;

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder with its parents, so that they survive a loss of power. */
async function makeFolder(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  if (firstMade === undefined) return;
  for (let at = folder; at.length >= firstMade.length; at = path.dirname(at)) await syncFolder(path.dirname(at));
}

/**
 * Passes a body on and has the disk write while more of it comes, so that the sync at the end has little left to do.
 * @throws the disk's error: the kernel reports it once, so it must not be lost here
 */
async function* syncedAlong(body: AsyncIterable<Buffer>, file: FileHandle): AsyncGenerator<Buffer, void> {
  let unsyncedBytes = 0;
  let failure: unknown;
  let syncing: Promise<void> | undefined;
  const sync = async () => {
    unsyncedBytes = 0;
    await file.datasync().catch((error: unknown) => {
      failure = error;
    });
    syncing = undefined;
  };
  try {
    for await (const chunk of body) {
      yield chunk;
      unsyncedBytes += chunk.length;
      if (unsyncedBytes >= SYNC_EVERY_BYTES) syncing ??= sync();
    }
  } finally {
    await syncing;
  }
  if (failure) throw failure;
}

/** Writes a stream to a file that did not exist, down to the disk. On any error the file is gone. */
export async function writeWhole(file: string, body: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(file, 'wx', 0o640);
  try {
    const disk = handle.createWriteStream({ highWaterMark: WRITE_BUFFER_BYTES, flush: true });
    await pipeline(syncedAlong(body, handle), disk);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Gives a finished file its place: whoever opens that sees the old file or the new one, never a part. */
export async function putInPlace(file: string, place: string): Promise<void> {
  await makeFolder(path.dirname(place));
  await rename(file, place);
  await syncFolder(path.dirname(place));
}
