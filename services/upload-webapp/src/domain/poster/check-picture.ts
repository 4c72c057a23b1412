import { Problem } from '@kinora/service-kit';
import { sniffPicture } from '@kinora/sniff';

export interface PictureLimits {
  minSidePixels: number;
  maxSidePixels: number;
  /** Width times height. */
  maxPixels: number;
}

const NOT_A_PICTURE =
  'The file is no JPEG, PNG or WebP picture, whatever its name says. Please save the picture as one of these and choose it again.';

const unusable = (what: string): Problem => new Problem('picture-unusable', what);

/**
 * Judges a picture by its headers, before anything decodes it.
 * @throws Problem `not-a-picture` or `picture-unusable`
 */
export function checkPicture(bytes: Uint8Array, { minSidePixels, maxSidePixels, maxPixels }: PictureLimits): void {
  const facts = sniffPicture(bytes);
  if (!facts) throw new Problem('not-a-picture', NOT_A_PICTURE);
  const { width, height, isAnimated, isWhole } = facts;
  if (!isWhole || width === 0 || height === 0)
    throw unusable('The picture is cut off or damaged. Please choose it again, or save it anew.');
  if (isAnimated) throw unusable('The picture moves. Please choose one that stands still.');
  const size = `The picture has ${width} by ${height} pixels`;
  if (Math.min(width, height) < minSidePixels)
    throw unusable(`${size}; each side needs at least ${minSidePixels}. Please choose a larger one.`);
  if (Math.max(width, height) > maxSidePixels)
    throw unusable(`${size}; each side may have up to ${maxSidePixels}. Please make it smaller.`);
  if (width * height > maxPixels)
    throw unusable(`${size}, which is more than ${maxPixels / 1e6} million in all. Please make it smaller.`);
}
