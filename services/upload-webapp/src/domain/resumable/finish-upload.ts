import { sourceKey, sourceTailKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { Announce } from '../announce.js';
import { fingerprintOf } from '../fingerprint.js';
import { patiently } from '../patiently.js';
import { goneMeanwhile } from '../refusal.js';
import type { ResumableRecords, ResumableUpload } from './resumable-records.js';
import type { Sha256 } from './sha256.js';

export interface FinishDeps {
  records: Pick<ResumableRecords, 'parts' | 'complete'>;
  files: Pick<FileClient, 'get' | 'parts' | 'remove'>;
  sha256: Sha256;
  announce: Announce;
  /** How long a stored file waits for a database that is away. */
  completePatienceMs: number;
}

/**
 * Makes the source of an upload of which every byte is stored, and queues its video. It may be repeated, by several at once.
 * @throws Problem; what is stored stays, and a later call goes on
 */
export async function finishUpload(upload: ResumableUpload, deps: FinishDeps): Promise<void> {
  const { id, sizeBytes, storeUploadId, hashState } = upload;
  if (storeUploadId === null || hashState === null) throw new Error(`upload ${id} is complete without a part`);
  const parts = await deps.records.parts(id);
  const [stored] = await Promise.all([
    deps.files.parts.complete(sourceKey(id), storeUploadId, parts),
    deps.files.remove(sourceTailKey(id)),
  ]);
  if (stored.sizeBytes !== sizeBytes) throw new Error(`${stored.sizeBytes} of ${sizeBytes} bytes of ${id} are stored`);
  const [sha256, fingerprint] = await Promise.all([
    deps.sha256.digest(hashState),
    fingerprintOf(sourceKey(id), sizeBytes, deps.files),
  ]);
  const facts = { sizeBytes, sha256, fingerprint };
  if (!(await patiently(() => deps.records.complete(id, facts), deps.completePatienceMs))) throw goneMeanwhile();
  await deps.announce(id, sizeBytes);
}
