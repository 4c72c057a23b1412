import { stat } from 'node:fs/promises';
import type { FileClient } from '@kinora/file-client';
import type { Picture } from '../ffmpeg/picture.js';
import { type PutOptions, put } from './patient-put.js';

/** Within the folder of an attempt. */
const PICTURES_FOLDER = 'pictures/';

/** Stores the poster in two sizes, and every candidate. @returns the keys of poster and thumbnail */
export async function storePictures(
  files: FileClient,
  prefix: string,
  [poster, ...others]: [Picture, ...Picture[]],
  options: PutOptions,
): Promise<{ poster: string; thumbnail: string }> {
  const keyOf = (name: string) => `${prefix}${PICTURES_FOLDER}${name}.jpg`;
  const store = async (name: string, path: string) => {
    const { size: sizeBytes } = await stat(path);
    await put(files, keyOf(name), { path, sizeBytes }, options);
  };
  await Promise.all([
    store('poster', poster.posterFile),
    store('poster-small', poster.thumbnailFile),
    ...[poster, ...others].map(({ thumbnailFile }, at) => store(`candidate-${at + 1}`, thumbnailFile)),
  ]);
  return { poster: keyOf('poster'), thumbnail: keyOf('poster-small') };
}
