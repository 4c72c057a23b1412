import type { StudioVideo } from '../props.js';
import type { Draft, QueuedFile } from './queue.js';
import type { UnfinishedUpload } from './queue-check.js';
import { titleFromFileName } from './title-from-file-name.js';
import { draftOf } from './uploads-api.js';

const UNTOUCHED = {
  chosenFor: undefined,
  isCopyWanted: false,
  bytesPerSecond: undefined,
  failures: 0,
  sha256: undefined,
  draftProblem: undefined,
};

/** Nobody sees a video before its owner says so: the bytes flow at once, and the words come later. */
const firstDraft = (name: string): Draft => ({
  title: titleFromFileName(name),
  description: '',
  visibility: 'private',
});

/** A file that a person has just chosen. @param chosenFor the card of the upload that it should go on with */
export const chosenFile = (file: File, key: string, chosenFor: string | undefined): QueuedFile => ({
  ...UNTOUCHED,
  ...{ key, file, chosenFor, name: file.name, sizeBytes: file.size, sentBytes: 0, phase: { at: 'checking' } },
  ...{ fingerprint: undefined, videoId: undefined, savedDraft: undefined, draft: firstDraft(file.name) },
});

/** An upload that was begun before, or in another browser. */
export function unfinishedFile(upload: UnfinishedUpload, video: StudioVideo, typed: Draft | undefined): QueuedFile {
  const savedDraft = draftOf(video);
  const { id, fileName, sizeBytes, receivedBytes, fingerprint, expiresAt } = upload;
  return {
    ...UNTOUCHED,
    ...{ key: id, file: undefined, name: fileName, sizeBytes, sentBytes: receivedBytes },
    ...{ fingerprint: fingerprint ?? undefined, videoId: id, savedDraft, draft: typed ?? savedDraft },
    phase: { at: 'needs-file', expiresAt },
  };
}
