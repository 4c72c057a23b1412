import { formatTimeLeft } from '@kinora/ui';
import type { Conversion, ConversionRendition, StudioVideo } from '../props.js';

const ORDINALS = ['next', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
/** What the transcoder calls sound that has neither title nor language. */
const NAMELESS = 'Audio';
const MOST_NAMES = 3;
const EXACT_FROM_SECONDS = 5;

/** `next in the queue`, `third in the queue`, `number 12 in the queue`. */
export const placeInQueue = (position: number): string =>
  `${ORDINALS[position - 1] ?? `number ${position}`} in the queue`;

/** `720p` by the short side, so that upright videos are called the same; sound by its name. */
export const renditionTitle = ({ width, height, label }: ConversionRendition): string =>
  width !== null && height !== null
    ? `${Math.min(width, height)}p`
    : label === NAMELESS || label === null
      ? 'Sound'
      : `Sound: ${label}`;

/** A copy is made without encoding: its folder says so. */
const isCopy = ({ name }: ConversionRendition): boolean => name === 'source';

function listed(names: string[]): string {
  if (names.length > MOST_NAMES) return `${names.length} sizes`;
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

function atWork({ renditions, speed, secondsLeft }: Conversion): string {
  const running = renditions.filter(({ state, kind }) => state === 'encoding' && kind === 'video');
  const encoding = running.filter((rendition) => !isCopy(rendition)).map(renditionTitle);
  const what =
    encoding.length > 0
      ? `Encoding ${listed(encoding)}`
      : running.length > 0
        ? 'Packing the picture anew'
        : 'Getting ready';
  // Rounded to 0 it only says that the encoders have just begun.
  const pace = speed && encoding.length > 0 ? ` at ${speed}× speed` : '';
  if (secondsLeft === null) return `${what}${pace}.`;
  return `${what}${pace}, ${secondsLeft < EXACT_FROM_SECONDS ? '' : 'about '}${formatTimeLeft(secondsLeft)}.`;
}

/** What happens to a video at the moment; undefined once it is settled. */
export function progressWords({
  state,
  playable,
  conversion,
}: Pick<StudioVideo, 'state' | 'playable' | 'conversion'>): string | undefined {
  const { queuePosition } = conversion;
  if (state === 'uploading') return 'Not all of the file has arrived yet.';
  if (state === 'queued')
    return queuePosition === null ? 'About to be prepared.' : `Waiting to be prepared: ${placeInQueue(queuePosition)}.`;
  if (state !== 'processing') return undefined;
  const now =
    queuePosition === null ? atWork(conversion) : `The rest waits for its turn: ${placeInQueue(queuePosition)}.`;
  return playable ? `${now} It can be watched already.` : now;
}
