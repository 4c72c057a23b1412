import { toNumber, type VideoStream } from '../media-probe.js';

export interface Size {
  width: number;
  height: number;
}

/** Pixels further from square than this are taken for a mistake in the file. */
const MAX_PIXEL_ASPECT = 8;

function pixelAspect(stream: VideoStream): number {
  const aspect = toNumber(stream.sampleAspect);
  return aspect >= 1 / MAX_PIXEL_ASPECT && aspect <= MAX_PIXEL_ASPECT ? aspect : 1;
}

/** ffmpeg turns the picture into an upright frame only for quarter turns, which may be off by this much. */
const MAX_OFF_DEGREES = 1;

/** A quarter turn swaps width and height; ffmpeg turns the picture by itself before it reaches the filters. */
const isTurnedSideways = (rotationDegrees: number): boolean => {
  const turn = ((rotationDegrees % 180) + 180) % 180;
  return Math.abs(turn - 90) <= MAX_OFF_DEGREES;
};

/** Size of the picture as a viewer sees it: upright, with square pixels. Pixels are only ever added, never thrown away. */
export function displaySize(stream: VideoStream): Size {
  const aspect = pixelAspect(stream);
  const width = aspect > 1 ? Math.round(stream.width * aspect) : stream.width;
  const height = aspect < 1 ? Math.round(stream.height / aspect) : stream.height;
  return isTurnedSideways(stream.rotationDegrees) ? { width: height, height: width } : { width, height };
}

export const shortSide = ({ width, height }: Size): number => Math.min(width, height);

/** What people call a size, upright or not: `720p`. */
export const sizeName = (size: Size): string => `${shortSide(size)}p`;

/** 4:2:0 pictures have even sides. */
export const evenFloor = (pixels: number): number => Math.max(2, 2 * Math.floor(pixels / 2));
const evenNearest = (pixels: number): number => Math.max(2, 2 * Math.round(pixels / 2));

/** The size whose short side is `shortPixels`, in the shape of `size`, with even sides, and nowhere larger than `size`. */
export function scaleToShortSide(size: Size, shortPixels: number): Size {
  const short = evenFloor(shortPixels);
  const longSource = Math.max(size.width, size.height);
  const long = Math.min(evenNearest((longSource * short) / shortSide(size)), evenFloor(longSource));
  return size.width >= size.height ? { width: long, height: short } : { width: short, height: long };
}
