import type { FileHashes } from './file-hashes.js';
import type { CheckedFile, UnfinishedUpload } from './queue-check.js';
import { empty, tooLarge, unreadable } from './send-failure.js';
import type { TypedDrafts } from './typed-drafts.js';
import { draftOf, type UploadsApi } from './uploads-api.js';

export interface CheckDeps {
  api: Pick<UploadsApi, 'find' | 'video'>;
  hashes: Pick<FileHashes, 'fingerprint'>;
  typedDrafts: Pick<TypedDrafts, 'get'>;
  uploadMaxBytes: number;
}

async function begun(api: CheckDeps['api'], upload: UnfinishedUpload | undefined): Promise<CheckedFile['unfinished']> {
  return upload && { upload, draft: draftOf(await api.video(upload.id)) };
}

/** Looks whether a file can be sent, and whether it was before. @throws ProblemDocument */
export async function checkFile(file: File, deps: CheckDeps): Promise<CheckedFile> {
  const { api, hashes, typedDrafts, uploadMaxBytes } = deps;
  if (file.size === 0) throw empty();
  if (file.size > uploadMaxBytes) throw tooLarge(file, uploadMaxBytes);
  const fingerprint = await hashes.fingerprint(file).catch(() => {
    throw unreadable();
  });
  const { uploads, videos } = await api.find(fingerprint);
  const upload = uploads.find(({ sizeBytes }) => sizeBytes === file.size);
  const typed = typedDrafts.get(fingerprint);
  return { fingerprint, unfinished: await begun(api, upload), first: videos[0], typed };
}
