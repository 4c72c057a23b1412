import type { Caption } from '@kinora/contracts';
import type { CreationState } from '../creation-key.js';
import type { AllowedVersions } from '../if-match.js';
import type { CaptionEdit, CaptionFields } from './caption-fields.js';

/** Whose captions, of which video. */
export interface CaptionsOf {
  ownerId: string;
  videoId: string;
}

/** One of them, in a version that may be changed. */
export interface CaptionTarget extends CaptionsOf {
  captionId: string;
  allowed: AllowedVersions;
}

/** What is known of a stored text. */
export interface CaptionText {
  /** Object key. */
  textPath: string;
  cues: number;
  sizeBytes: number;
}

/** What became of a change. `changed` are captions of another version than the change was meant for. */
export type CaptionOutcome = 'done' | 'not-found' | 'changed' | 'in-trash' | { maxPerVideo: number };

/** `known` are captions that the same request has made before. */
export type AddedOutcome = CaptionOutcome | 'known';

/** Captions in the database. Those of somebody else's video are as good as none. */
export interface CaptionRecords {
  /** The oldest first; null when there is no such video. */
  list(of: CaptionsOf): Promise<Caption[] | null>;
  find(of: CaptionsOf, captionId: string): Promise<(Caption & Pick<CaptionText, 'textPath'>) | null>;
  /** Called before a text is stored: it is removed again unless `add` or `replace` takes it in time. */
  expect(textPath: string): Promise<void>;
  /** The text is stored for nothing. */
  giveUp(textPath: string): Promise<void>;
  /** @throws Problem `quota-exceeded`, as `replace` does */
  add(of: CaptionsOf, captionId: string, fields: CaptionFields, text: CaptionText): Promise<AddedOutcome>;
  replace(target: CaptionTarget, text: CaptionText): Promise<CaptionOutcome>;
  edit(target: CaptionTarget, edit: CaptionEdit): Promise<CaptionOutcome>;
  /** They can be restored for a while. */
  remove(target: CaptionTarget): Promise<CaptionOutcome>;
  restore(of: CaptionsOf, captionId: string): Promise<CaptionOutcome>;
  /** What became of captions that a request made. */
  stateOf(captionId: string): Promise<CreationState>;
}
