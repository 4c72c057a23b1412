import { Problem } from '@kinora/service-kit';
import { invalidFields } from './video-fields.js';

/** What became of a change. `changed` is a video of another version than the change was meant for. */
export type EditOutcome = 'done' | 'not-found' | 'changed' | 'in-trash' | { wrongTags: string };

const CHANGED =
  'The video was changed in the meantime, for example in another window. Load it again and repeat the change.';
const IN_TRASH = 'The video is in the trash. Restore it first.';

/** Why a change was not made; undefined when it was. */
export function refusedEdit(outcome: EditOutcome): Problem | undefined {
  if (outcome === 'done') return undefined;
  if (outcome === 'not-found') return new Problem('not-found');
  if (outcome === 'changed') return new Problem('precondition-failed', CHANGED);
  if (outcome === 'in-trash') return new Problem('conflict', IN_TRASH);
  return invalidFields([{ field: 'tags', detail: outcome.wrongTags }]);
}

/** @throws Problem when the change was not made */
export function assertEdited(outcome: EditOutcome): void {
  const problem = refusedEdit(outcome);
  if (problem) throw problem;
}
