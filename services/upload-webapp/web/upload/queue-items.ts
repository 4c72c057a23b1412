import type { StudioVideo } from '../props.js';
import { baseOf, type Draft, type NeedsFile, type QueuedFile, type TypedDraft } from './queue.js';
import { type UnfinishedUpload, wordsOf } from './queue-check.js';
import { titleFromFileName } from './title-from-file-name.js';

const UNTOUCHED = {
  chosenFor: undefined,
  isCopyWanted: false,
  bytesPerSecond: undefined,
  failures: 0,
  sha256: undefined,
  draftProblem: undefined,
  newer: undefined,
  draftNumber: 0,
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
  ...{ fingerprint: undefined, videoId: undefined, savedDraft: undefined, base: undefined },
  draft: firstDraft(file.name),
});

/** What this browser remembers of an upload. */
export interface Remembered extends Pick<NeedsFile, 'isPaused' | 'handle'> {
  typed: TypedDraft | undefined;
}

/** An upload that was begun before, or in another browser. */
export function unfinishedFile(upload: UnfinishedUpload, video: StudioVideo, remembered: Remembered): QueuedFile {
  const { id, fileName, sizeBytes, receivedBytes, fingerprint, isBeingSent, expiresAt } = upload;
  const { typed, isPaused, handle } = remembered;
  return {
    ...UNTOUCHED,
    ...{ key: id, file: undefined, name: fileName, sizeBytes, sentBytes: receivedBytes },
    ...{ fingerprint: fingerprint ?? undefined, videoId: id, ...wordsOf(baseOf(video), typed) },
    phase: { at: 'needs-file', expiresAt, isPaused, isSentElsewhere: isBeingSent, handle },
  };
}
