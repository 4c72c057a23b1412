import type { PosterChoice, PosterKeys } from '@kinora/contracts';
import type { EditOutcome } from '../edit-outcome.js';

/** What is known of the picture of a video. */
export interface PosterState {
  videoId: string;
  /** Null when the owner leaves the choice to Kinora. */
  pictureId: string | null;
  choice: PosterChoice;
  isTrashed: boolean;
  /** What the transcoder chose; null until there is something. */
  automatic: PosterKeys | null;
  sourceKey: string;
  /** Null until the last byte of the source is stored. */
  sourceBytes: number | null;
  durationSeconds: number | null;
}

/** Whether what is chosen now is what the change was meant for. */
export type IsCurrent = (pictureId: string | null) => boolean;

/** `done` when nothing speaks against a change. */
export function mayChange(
  state: Pick<PosterState, 'pictureId' | 'isTrashed'> | undefined,
  isCurrent: IsCurrent,
): EditOutcome {
  if (!state) return 'not-found';
  if (state.isTrashed) return 'in-trash';
  return isCurrent(state.pictureId) ? 'done' : 'changed';
}

export interface ChosenPicture {
  id: string;
  choice: PosterChoice;
}

/** The rows of pictures that owners chose. Every object is noted before it is stored, so that none is forgotten. */
export interface PosterRecords {
  /** A video of somebody else is as good as none. */
  find(ownerId: string, videoId: string): Promise<PosterState | undefined>;
  /** These objects are about to be stored. */
  expect(keys: PosterKeys): Promise<void>;
  /** They will not be used. */
  giveUp(keys: PosterKeys): Promise<void>;
  /** Lets a picture stand for its video; null leaves the choice to Kinora. */
  choose(ownerId: string, videoId: string, picture: ChosenPicture | null, isCurrent: IsCurrent): Promise<EditOutcome>;
}
