import { Problem } from '@kinora/service-kit';
import { type EditOutcome, refusedEdit } from '../edit-outcome.js';

/** What became of a change of a video's files. */
export type FileOutcome = Extract<EditOutcome, string> | 'not-playable' | 'in-use';

const NOT_PLAYABLE = 'This file cannot be watched, or not yet, so viewers cannot get it.';
const IN_USE = 'This is the file that viewers get. Go back to another one first, or delete the video.';

/** @throws Problem when the change was not made */
export function assertFileChanged(outcome: FileOutcome): void {
  if (outcome === 'not-playable') throw new Problem('not-playable', NOT_PLAYABLE);
  if (outcome === 'in-use') throw new Problem('file-in-use', IN_USE);
  const problem = refusedEdit(outcome);
  if (problem) throw problem;
}
