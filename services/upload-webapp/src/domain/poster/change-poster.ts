import { randomUUID } from 'node:crypto';
import {
  type FrameRequest,
  type MadePicture,
  type PosterChoice,
  type PosterKeys,
  pictureKeys,
} from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import { assertEdited } from '../edit-outcome.js';
import { isAllowed } from '../if-match.js';
import { invalidFields } from '../video-fields.js';
import { checkPicture, type PictureLimits } from './check-picture.js';
import {
  type ChosenPicture,
  type IsCurrent,
  mayChange,
  type PosterRecords,
  type PosterState,
} from './poster-records.js';

/** Makes pictures in two sizes. Rejects with a Problem that says what to do. */
export interface PictureMaker {
  frame(request: FrameRequest): Promise<MadePicture>;
  scaled(bytes: Buffer): Promise<MadePicture>;
}

/** Where pictures are kept. */
export interface PictureObjects {
  store(keys: PosterKeys, picture: MadePicture): Promise<void>;
  /** @returns false when there is no such candidate */
  copyCandidate(automatic: PosterKeys, number: number, to: PosterKeys): Promise<boolean>;
}

export interface ChangePosterDeps {
  records: PosterRecords;
  maker: PictureMaker;
  objects: PictureObjects;
  limits: PictureLimits;
}

/** What an owner wants: to choose, or to upload. */
export type PosterWish = Exclude<PosterChoice, { kind: 'upload' }> | { kind: 'upload'; bytes: Buffer };

/** The tag stands for the choice. */
export const posterEtag = (pictureId: string | null): string => `"${pictureId ?? 'automatic'}"`;

const wrong = (field: string, detail: string): Problem => invalidFields([{ field, detail }]);

function frameOf({ sourceKey, sourceBytes, durationSeconds }: PosterState, atSeconds: number): FrameRequest {
  if (sourceBytes === null)
    throw new Problem('conflict', 'The file of this video is still on its way. Please try again when it has arrived.');
  if (durationSeconds !== null && atSeconds > durationSeconds)
    throw wrong('atSeconds', `The video ends after ${durationSeconds} seconds. Please choose an earlier moment.`);
  return { sourceKey, sizeBytes: sourceBytes, atSeconds };
}

const noCandidate = () => wrong('number', 'There is no such picture to choose from. Please choose another one.');

async function make(wish: PosterWish, state: PosterState, to: PosterKeys, deps: ChangePosterDeps): Promise<void> {
  const { maker, objects } = deps;
  if (wish.kind === 'candidate') {
    const { automatic } = state;
    if (!automatic || !(await objects.copyCandidate(automatic, wish.number, to))) throw noCandidate();
  } else if (wish.kind === 'frame') await objects.store(to, await maker.frame(frameOf(state, wish.atSeconds)));
  else if (wish.kind === 'upload') await objects.store(to, await maker.scaled(wish.bytes));
}

const choiceOf = (wish: PosterWish): PosterChoice => (wish.kind === 'upload' ? { kind: 'upload' } : wish);

interface Target {
  ownerId: string;
  videoId: string;
  /** The header: the change is made only while what it names is chosen. */
  ifMatch: string | undefined;
}

/**
 * Lets another picture stand for a video. It is made and stored before anybody sees it, under a name of its own.
 * @throws Problem that says why nothing was changed
 */
export async function changePoster(target: Target, wish: PosterWish, deps: ChangePosterDeps): Promise<void> {
  const { ownerId, videoId, ifMatch } = target;
  const { records, limits } = deps;
  const isCurrent: IsCurrent = (pictureId) => isAllowed(ifMatch, posterEtag(pictureId));
  const choose = async (picture: ChosenPicture | null) =>
    assertEdited(await records.choose(ownerId, videoId, picture, isCurrent));
  const state = await records.find(ownerId, videoId);
  if (!state) throw new Problem('not-found');
  assertEdited(mayChange(state, isCurrent));
  if (wish.kind === 'upload') checkPicture(wish.bytes, limits);
  if (wish.kind === 'automatic') return choose(null);
  const id = randomUUID();
  const keys = pictureKeys(videoId, id);
  await records.expect(keys);
  try {
    await make(wish, state, keys, deps);
    await choose({ id, choice: choiceOf(wish) });
  } catch (error) {
    await records.giveUp(keys).catch(() => undefined);
    throw error;
  }
}
