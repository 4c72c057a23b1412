import type { ProblemDocument } from '@kinora/contracts';
import type { StudioVideo } from '../props.js';
import type { Base, Draft } from './queue.js';
import { baseOf } from './queue.js';
import { saySame } from './same-draft.js';
import type { UploadsApi } from './uploads-api.js';

export interface DraftToSave {
  videoId: string;
  draft: Draft;
  base: Base;
  /** Those that were sent before and of which no answer came: they may have been saved all the same. */
  unanswered: readonly Draft[];
}

export type SaveOutcome = { at: 'saved'; video: StudioVideo } | { at: 'overtaken'; newer: StudioVideo };

/**
 * Saves a draft over the words that it was typed into. What else has changed of the video meanwhile does not matter; other words
 * are not overwritten.
 * @throws ProblemDocument
 */
export async function saveDraft(api: Pick<UploadsApi, 'save' | 'video'>, toSave: DraftToSave): Promise<SaveOutcome> {
  const { videoId, draft, base, unanswered } = toSave;
  try {
    return { at: 'saved', video: await api.save(videoId, draft, base.version) };
  } catch (problem) {
    if ((problem as ProblemDocument).code !== 'precondition-failed') throw problem;
  }
  const newer = await api.video(videoId);
  const isOurs = [base.draft, draft, ...unanswered].some((known) => saySame(known, newer));
  return isOurs ? saveDraft(api, { ...toSave, base: baseOf(newer) }) : { at: 'overtaken', newer };
}
