import { sourceKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { Logger } from '@kinora/service-kit';
import { lostParts } from './resumable-problems.js';
import type { ResumableRecords } from './resumable-records.js';

export interface BeginAgainDeps {
  records: Pick<ResumableRecords, 'storeUploadId' | 'beginAgain'>;
  files: Pick<FileClient, 'parts'>;
  log: Logger;
  /** Whether this error of the store says that parts are lost. */
  areLost(error: unknown): boolean;
}

/**
 * Does work that needs the parts which are stored. Where the store has lost them, by a lifecycle rule, a hand or a broken
 * disk, the upload goes back to its first byte: no other offset would be true.
 * @throws Problem `upload-offset-mismatch` then, so that its sender asks for the offset
 */
export async function unlessLost<Result>(
  id: string,
  work: () => Promise<Result>,
  { records, files, log, areLost }: BeginAgainDeps,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!areLost(error)) throw error;
    log.warn({ err: error, videoId: id }, 'the store has lost parts of an upload: it begins again');
    const storeUploadId = await records.storeUploadId(id);
    if (storeUploadId !== null) {
      await files.parts.abandon(sourceKey(id), storeUploadId);
      await records.beginAgain(id, storeUploadId);
    }
    throw lostParts();
  }
}
