import type { CaptionFault } from '@kinora/captions';
import { Problem } from '@kinora/service-kit';
import { refusedEdit } from '../edit-outcome.js';
import { invalidFields } from '../video-fields.js';
import type { CaptionOutcome } from './caption-records.js';

const CHANGED =
  'They were changed in the meantime, for example in another window. Load the page again and repeat the change.';

/** Why a file is not taken, with each line that is wrong. */
export function captionProblem({ kind, message, mistakes }: CaptionFault): Problem {
  const errors = mistakes.map(({ line, detail }) => ({ field: 'file', detail: `Line ${line}: ${detail}` }));
  if (kind === 'encoding') return invalidFields([{ field: 'charset', detail: message }, ...errors]);
  if (kind === 'mistakes') return new Problem('invalid-captions', message, { errors });
  return new Problem('not-captions', `${message} Captions are WebVTT (.vtt) or SubRip (.srt) files.`);
}

/** @throws Problem when the change was not made */
export function assertCaptionsChanged(outcome: CaptionOutcome): void {
  if (typeof outcome === 'object')
    throw new Problem('too-many-captions', `A video may have at most ${outcome.maxPerVideo}. Delete some first.`);
  if (outcome === 'changed') throw new Problem('precondition-failed', CHANGED);
  const problem = refusedEdit(outcome);
  if (problem) throw problem;
}
