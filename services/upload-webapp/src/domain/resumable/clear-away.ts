import { sourceKey, sourceTailKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { ResumableRecords } from './resumable-records.js';

export interface ClearDeps {
  records: Pick<ResumableRecords, 'storeUploadId' | 'forget'>;
  files: Pick<FileClient, 'parts' | 'remove'>;
}

/** Removes from the store what came of an upload that has ended, and then its rows. It may be repeated. */
export async function clearAway(id: string, { records, files }: ClearDeps): Promise<void> {
  const storeUploadId = await records.storeUploadId(id);
  if (storeUploadId !== null) await files.parts.abandon(sourceKey(id), storeUploadId);
  await files.remove(sourceTailKey(id));
  await records.forget(id);
}
