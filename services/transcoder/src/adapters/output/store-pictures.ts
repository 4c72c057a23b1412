import { stat } from 'node:fs/promises';
import type { FileClient } from '@kinora/file-client';
import type { Picture } from '../ffmpeg/picture.js';
import { type PutOptions, put } from './patient-put.js';

/** Within the folder of an attempt. */
const PICTURES_FOLDER = 'pictures/';

const STORYBOARD_SPRITE = 'storyboard.jpg';

/** Stores a storyboard, the text that viewers load last. @returns its key */
export async function storeStoryboard(
  files: FileClient,
  prefix: string,
  drawn: { file: string; writeVtt: (sprite: string) => string },
  options: PutOptions,
): Promise<string> {
  const folder = `${prefix}${PICTURES_FOLDER}`;
  const { size: sizeBytes } = await stat(drawn.file);
  await put(files, folder + STORYBOARD_SPRITE, { path: drawn.file, sizeBytes }, options);
  await put(files, `${folder}storyboard.vtt`, Buffer.from(drawn.writeVtt(STORYBOARD_SPRITE)), options);
  return `${folder}storyboard.vtt`;
}

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
