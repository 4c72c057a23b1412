import type { QueuedFile, TypedDraft } from '../queue.js';
import { isSameDraft } from '../same-draft.js';
import { createKeptFiles, type KeptFiles } from './kept-files.js';
import { createStoredEntries, type StoredEntries } from './stored-entries.js';

/** What this browser remembers of uploads that are not finished. */
export interface UploadMemory {
  /** What is not yet on the server, under the fingerprint of the file. */
  typed: StoredEntries<TypedDraft>;
  /** By the id of the upload. */
  paused: StoredEntries<true>;
  files: KeptFiles;
}

export const createUploadMemory = (userName: string): UploadMemory => ({
  typed: createStoredEntries(window.localStorage, `kinora.typed.${userName}`),
  paused: createStoredEntries(window.localStorage, `kinora.paused.${userName}`),
  files: createKeptFiles(),
});

function rememberWords({ typed }: UploadMemory, { fingerprint, draft, savedDraft, base }: QueuedFile): void {
  if (!fingerprint) return;
  if (isSameDraft(draft, savedDraft)) typed.forget(fingerprint);
  else typed.keep(fingerprint, { draft, base });
}

function rememberPause({ paused }: UploadMemory, { videoId, phase }: QueuedFile): void {
  if (!videoId || phase.at === 'needs-file' || phase.at === 'cancelled') return;
  if (phase.at === 'paused') paused.keep(videoId, true);
  else paused.forget(videoId);
}

function rememberFile({ files }: UploadMemory, { fingerprint, file, phase }: QueuedFile): void {
  if (!fingerprint) return;
  if (phase.at === 'arrived') void files.forget(fingerprint);
  else if (file?.handle) void files.keep(fingerprint, file.handle);
}

/** Writes down what has changed of a file. */
export function remember(memory: UploadMemory, item: QueuedFile, before: QueuedFile | undefined): void {
  const has = (...names: (keyof QueuedFile)[]) => names.some((name) => item[name] !== before?.[name]);
  if (has('fingerprint', 'draft', 'savedDraft', 'base')) rememberWords(memory, item);
  if (item.phase.at !== before?.phase.at || has('videoId')) rememberPause(memory, item);
  if (has('fingerprint', 'file') || item.phase.at === 'arrived') rememberFile(memory, item);
}

export function forgetUpload({ typed, paused, files }: UploadMemory, { fingerprint, videoId }: QueuedFile): void {
  if (videoId) paused.forget(videoId);
  if (!fingerprint) return;
  typed.forget(fingerprint);
  void files.forget(fingerprint);
}
