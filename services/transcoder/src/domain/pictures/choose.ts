import { CANDIDATES_MAX } from '@kinora/contracts';

/** What was measured of one frame. Luma counts from 0 (black) to 255 (white). */
export interface Measured {
  meanLuma: number;
  /** A tenth of the picture is darker... */
  lowLuma: number;
  /** ...and a tenth of it brighter than this. */
  highLuma: number;
  /** Of the frame as a JPEG of fixed quality: the more there is to see, the more it takes. */
  bitsPerPixel: number;
}

const NEAR_BLACK_LUMA = 24;
const NEAR_WHITE_LUMA = 232;
/** Frames with less between dark and bright show a wall, fog, or a few letters on a plain ground. */
const FLAT_LUMA_SPREAD = 16;

const spread = ({ lowLuma, highLuma }: Measured): number => highLuma - lowLuma;

/** False for near-black, near-white and flat frames. */
export const hasContent = (frame: Measured): boolean =>
  frame.meanLuma > NEAR_BLACK_LUMA && frame.meanLuma < NEAR_WHITE_LUMA && spread(frame) >= FLAT_LUMA_SPREAD;

/** The same frame found twice: seeking to several times led to one key frame. */
const isSame = (a: Measured, b: Measured): boolean =>
  a.meanLuma === b.meanLuma && a.bitsPerPixel === b.bitsPerPixel && a.lowLuma === b.lowLuma;

const isBetter = (a: Measured, b: Measured): number =>
  Number(hasContent(b)) - Number(hasContent(a)) ||
  (hasContent(a) ? b.bitsPerPixel - a.bitsPerPixel : spread(b) - spread(a) || b.bitsPerPixel - a.bitsPerPixel);

/** The best frames, the poster first. Frames without content are taken only where there are no others. */
export function choosePictures<Frame extends Measured>(frames: Frame[]): Frame[] {
  const distinct = frames.filter((frame, at) => frames.findIndex((other) => isSame(frame, other)) === at);
  return distinct.toSorted(isBetter).slice(0, CANDIDATES_MAX);
}
