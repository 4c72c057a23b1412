import { sourceKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { Logger } from '@kinora/service-kit';
import { type Loop, startLoop } from './loop.js';

/** What is left to clean up. Every step may be repeated, and by several replicas at once. */
export interface JanitorRecords {
  /** Marks uploads by a form `failed` that had no heartbeat for so long. @returns how many */
  failStale(staleMs: number): Promise<number>;
  /** Ids of deleted videos, of those whose own file was given up, and of those whose upload failed or whose file was worthless for long enough, where the source is not known to be gone. */
  withUnwantedSource(limit: number): Promise<string[]>;
  sourceRemoved(id: string): Promise<void>;
  /** Deletes for good what was in the trash for long enough. @returns how many */
  emptyTrash(): Promise<number>;
  /** Gives up captions that were deleted for long enough, and those of deleted videos: their objects are unwanted from then on. */
  dropDeletedCaptions(): Promise<void>;
  /** The same of the pictures that owners chose for videos that are deleted. */
  dropPicturesOfDeleted(): Promise<void>;
  /** Keys of objects that no row names. */
  unwantedObjects(limit: number): Promise<string[]>;
  objectRemoved(key: string): Promise<void>;
  /** Gives up files that were set aside for long enough, and those whose video is deleted. @returns how many */
  discardFormerFiles(): Promise<number>;
  /** Removes the rows of deleted videos of which nothing else is left. @returns how many */
  forgetDeleted(): Promise<number>;
}

export interface JanitorDeps {
  records: JanitorRecords;
  files: Pick<FileClient, 'remove'>;
  log: Logger;
  /** Longer than `periodMs`, so that no time without the database goes unseen. */
  staleMs: number;
  periodMs: number;
  /** Does what is left to do about uploads that can go on. */
  sweepUploads(): Promise<void>;
}

const REMOVALS_A_SWEEP = 100;

/**
 * One round of cleaning up.
 * @throws when the database is away; the next round goes on from there
 */
export async function sweep({ records, files, log }: JanitorDeps): Promise<void> {
  const emptied = await records.emptyTrash();
  if (emptied > 0) log.info({ emptied }, 'videos were in the trash for long enough');
  const discarded = await records.discardFormerFiles();
  if (discarded > 0) log.info({ discarded }, 'former files of videos were given up');
  for (const id of await records.withUnwantedSource(REMOVALS_A_SWEEP)) {
    await files.remove(sourceKey(id)).then(
      () => records.sourceRemoved(id),
      (err: unknown) => log.warn({ err, videoId: id }, 'a source could not be removed: the next round tries again'),
    );
  }
  await records.dropDeletedCaptions();
  await records.dropPicturesOfDeleted();
  for (const key of await records.unwantedObjects(REMOVALS_A_SWEEP)) {
    await files.remove(key).then(
      () => records.objectRemoved(key),
      (err: unknown) => log.warn({ err, key }, 'an object could not be removed: the next round tries again'),
    );
  }
  const forgotten = await records.forgetDeleted();
  if (forgotten > 0) log.info({ forgotten }, 'deleted videos were removed for good');
}

/**
 * Decides when a missing heartbeat means a lost process. After the database was away nothing counts as stale until live
 * uploads had the time to beat again: it was the database that kept them from it.
 */
export function staleUploads({ records, log, staleMs }: JanitorDeps) {
  let trustHeartbeatsAt = 0;
  return {
    async fail(): Promise<void> {
      if (Date.now() < trustHeartbeatsAt) return;
      const failed = await records.failStale(staleMs);
      if (failed > 0) log.info({ failed }, 'uploads without a heartbeat were marked failed');
    },
    databaseWasAway: () => {
      trustHeartbeatsAt = Date.now() + staleMs;
    },
  };
}

/** Cleans up at once and then every `periodMs`, until it is stopped. */
export function startJanitor(deps: JanitorDeps): Loop {
  const stale = staleUploads(deps);
  return startLoop(deps.periodMs, async () => {
    try {
      await stale.fail();
      await deps.sweepUploads();
      await sweep(deps);
    } catch (err) {
      stale.databaseWasAway();
      deps.log.warn({ err }, 'the janitor could not finish: it tries again');
    }
  });
}
