import type { FileHashes } from './file-hashes.js';
import type { UploadMemory } from './memory/upload-memory.js';
import { baseOf } from './queue.js';
import type { CheckedFile, UnfinishedUpload } from './queue-check.js';
import { empty, tooLarge, UNREADABLE } from './send-failure.js';
import type { UploadsApi } from './uploads-api.js';

export interface CheckDeps {
  api: Pick<UploadsApi, 'find' | 'video'>;
  hashes: Pick<FileHashes, 'fingerprint'>;
  memory: { typed: Pick<UploadMemory['typed'], 'get'> };
  uploadMaxBytes: number;
}

async function begun(api: CheckDeps['api'], upload: UnfinishedUpload | undefined): Promise<CheckedFile['unfinished']> {
  return upload && { upload, base: baseOf(await api.video(upload.id)) };
}

/** Looks whether a file can be sent, and whether it was before. @throws ProblemDocument */
export async function checkFile(file: File, deps: CheckDeps): Promise<CheckedFile> {
  const { api, hashes, memory, uploadMaxBytes } = deps;
  if (file.size === 0) throw empty();
  if (file.size > uploadMaxBytes) throw tooLarge(file, uploadMaxBytes);
  const fingerprint = await hashes.fingerprint(file).catch(() => {
    throw UNREADABLE;
  });
  const { uploads, videos } = await api.find(fingerprint);
  const upload = uploads.find(({ sizeBytes }) => sizeBytes === file.size);
  const typed = memory.typed.get(fingerprint);
  return { fingerprint, unfinished: await begun(api, upload), first: videos[0], typed };
}
