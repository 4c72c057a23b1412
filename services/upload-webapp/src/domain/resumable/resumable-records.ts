import type { Failure } from '@kinora/contracts';
import type { UploadedPart } from '@kinora/file-client';
import type { StorageUse } from '../storage-use.js';
import type { NewUpload, SourceFacts } from '../store-upload.js';

/** An upload that can go on. Its id is that of its video. */
export interface ResumableUpload {
  id: string;
  fileName: string;
  title: string;
  /** As announced. */
  sizeBytes: number;
  /** The offset: what lies before it is stored, what comes after it has to be sent. */
  receivedBytes: number;
  partSizeBytes: number;
  /** Null until the store was told of it. */
  storeUploadId: string | null;
  /** SHA-256 of the whole parts, to be gone on with; null before the first one. */
  hashState: Buffer | null;
  /** As its client says, in hex. */
  fingerprint: string | null;
  /** The video whose file it replaces. */
  replaces: string | null;
  /** When bytes were last stored. */
  touchedAt: Date;
}

/** What became of an upload that somebody asks for. */
export type FoundUpload =
  | { kind: 'running'; upload: ResumableUpload }
  | { kind: 'finished'; sizeBytes: number }
  | { kind: 'failed'; failure: Failure };

export interface NewResumable extends NewUpload {
  sizeBytes: number;
  partSizeBytes: number;
  fingerprint: string | null;
}

/** One step forward of an upload. */
export interface Advance {
  fromBytes: number;
  toBytes: number;
  /** What was stored; without it the step is the tail's. */
  part?: UploadedPart;
  hashState: Buffer | null;
}

/** The rows of uploads that can go on. Those of another person are as good as none. */
export interface ResumableRecords {
  /** @param judge throws why the file may not come: then there is no row */
  begin(upload: NewResumable, judge: (use: StorageUse) => void): Promise<void>;
  find(ownerId: string, id: string): Promise<FoundUpload | undefined>;
  /** Those that are not finished, the newest first; with a fingerprint only those that have it. */
  listRunning(ownerId: string, fingerprint?: string): Promise<ResumableUpload[]>;
  beganStoring(id: string, storeUploadId: string): Promise<void>;
  /** Sets the offset back to 0, unless something else is being stored by now. */
  beginAgain(id: string, lostStoreUploadId: string): Promise<void>;
  /** False when the offset is another by now, or the upload does not run any more. */
  isAt(id: string, receivedBytes: number): Promise<boolean>;
  /** False when the offset is no longer `fromBytes`, or the upload does not run any more: nothing is changed then. */
  advance(id: string, step: Advance): Promise<boolean>;
  parts(id: string): Promise<UploadedPart[]>;
  storeUploadId(id: string): Promise<string | null>;
  /** Queues the video and forgets the upload. True also when an earlier call did so. */
  complete(id: string, facts: SourceFacts): Promise<boolean>;
  /** Marks a video `failed` that is not complete. */
  fail(id: string, failure: Failure): Promise<void>;
  /** Hides the video of this person. @returns false when there was none */
  remove(ownerId: string, id: string): Promise<boolean>;
  /** Forgets the video too, as if it had never been announced. */
  forgetVideo(id: string): Promise<void>;
  /** Forgets an upload of which nothing is left in the store. */
  forget(id: string): Promise<void>;
}
