import type { PictureFacts } from './facts.js';
import { isJpeg, readJpeg } from './jpeg.js';
import { isPng, readPng } from './png.js';
import { isWebp, readWebp } from './webp.js';

export type { PictureFacts } from './facts.js';

/**
 * Tells from the bytes of a file what picture it is, without decoding it.
 * @param bytes the whole file
 * @returns null when it is no JPEG, PNG or WebP
 */
export function sniffPicture(bytes: Uint8Array): PictureFacts | null {
  if (isJpeg(bytes)) return readJpeg(bytes);
  if (isPng(bytes)) return readPng(bytes);
  if (isWebp(bytes)) return readWebp(bytes);
  return null;
}
