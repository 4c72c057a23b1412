import path from 'node:path/posix';
import { text } from 'node:stream/consumers';
import { hlsPrefix } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import { keysNamedIn } from '../../domain/hls/addresses.js';
import { isPictureOf, type StoredPictures } from '../../domain/pictures/stored-pictures.js';
import { COPY_NAME } from '../../domain/plan/copy.js';
import { JOURNAL_FILE } from './journal.js';
import { createSlots } from './slots.js';

const PARALLEL_REMOVALS = 8;
const PLAYLIST = '.m3u8';

/** Every object that a stream names, directly or through its playlists. */
async function namedBy(files: FileClient, key: string): Promise<string[]> {
  if (!key.endsWith(PLAYLIST)) return [key];
  const keys = keysNamedIn(await text((await files.get(key)).body), key);
  return [key, ...(await Promise.all(keys.map((named) => namedBy(files, named)))).flat()];
}

async function removeWhere(files: FileClient, prefix: string, isUnused: (key: string) => boolean): Promise<void> {
  const keys = (await files.list(prefix)).filter(isUnused);
  const inSlot = createSlots(PARALLEL_REMOVALS);
  await Promise.all(keys.map((key) => inSlot(() => files.remove(key))));
}

/**
 * Removes what a published video does not need: what earlier attempts stored that the stream does not name and that is no
 * picture of it, the journals, and a copy that was watched only until the ladder was there.
 * @param hlsPath key of the multivariant playlist, in the folder of the attempt that published it
 */
export async function removeUnused(files: FileClient, hlsPath: string, pictures: StoredPictures): Promise<void> {
  const attempt = path.dirname(hlsPath);
  const named = new Set(await namedBy(files, hlsPath));
  const isInAttempt = (key: string) => key.startsWith(`${attempt}/`);
  const isTemporary = (key: string) =>
    key === `${attempt}/${JOURNAL_FILE}` || key.startsWith(`${attempt}/${COPY_NAME}/`);
  const isPicture = isPictureOf(pictures);
  const isNeeded = (key: string) => named.has(key) || isPicture(key);
  const isUnused = (key: string) => !isNeeded(key) && (!isInAttempt(key) || isTemporary(key));
  await removeWhere(files, `${path.dirname(attempt)}/`, isUnused);
}

/** Removes everything of a failed video up to an attempt: a later one may be at work already. */
export async function removeAttempts(files: FileClient, videoId: string, lastAttempt: number): Promise<void> {
  const prefix = hlsPrefix(videoId);
  await removeWhere(files, prefix, (key) => Number.parseInt(key.slice(prefix.length), 10) <= lastAttempt);
}
