import { CANDIDATES_MAX } from '@kinora/contracts';
import { choosePictures, hasContent, type Measured } from './choose.js';

/** Neither the opening titles nor the credits; the middle first, because the looking ends when enough is found. */
const FRACTIONS = [0.3, 0.55, 0.18, 0.68, 0.42, 0.08, 0.82];
const UNKNOWN_LENGTH_SECONDS = [1, 3, 8, 20];
/** A shorter video is looked at once. */
const MIN_SEEK_SECONDS = 0.5;

/** `key-frame` takes the key frame before the time, which costs the decoding of one frame; `exact` the frame itself. */
export type Aim = 'key-frame' | 'exact';

export function picturePositions(durationSeconds: number | null): number[] {
  if (durationSeconds === null) return UNKNOWN_LENGTH_SECONDS;
  return durationSeconds < MIN_SEEK_SECONDS ? [] : FRACTIONS.map((fraction) => fraction * durationSeconds);
}

/**
 * Looks for frames with something to see: at key frames first, between them when those are too few, and at the very start
 * when seeking leads nowhere.
 * @param look null where no frame was found
 * @returns the best ones, the poster first; empty when nothing can be decoded
 */
export async function findCandidates<Frame extends Measured>(
  durationSeconds: number | null,
  look: (atSeconds: number, aim: Aim) => Promise<Frame | null>,
): Promise<Frame[]> {
  const found: Frame[] = [];
  const isEnough = () => choosePictures(found).filter(hasContent).length >= CANDIDATES_MAX;
  const lookAt = async (positions: number[], aim: Aim) => {
    for (const position of positions) {
      if (isEnough()) return;
      const frame = await look(position, aim);
      if (frame) found.push(frame);
    }
  };

  const positions = picturePositions(durationSeconds);
  await lookAt(positions, 'key-frame');
  await lookAt(positions, 'exact');
  if (found.length === 0) await lookAt([0], 'exact');
  return choosePictures(found);
}
