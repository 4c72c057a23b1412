import { stat } from 'node:fs/promises';
import type { FileClient } from '@kinora/file-client';
import { CANDIDATE, PICTURES_FOLDER, POSTER, STORYBOARD, THUMBNAIL } from '../../domain/pictures/stored-pictures.js';
import type { Picture } from '../ffmpeg/picture.js';
import { type PutOptions, put } from './patient-put.js';

/** Stores a storyboard, the text that viewers load last. @returns its key */
export async function storeStoryboard(
  files: FileClient,
  prefix: string,
  drawn: { file: string; writeVtt: (sprite: string) => string },
  options: PutOptions,
): Promise<string> {
  const folder = `${prefix}${PICTURES_FOLDER}/`;
  const [sprite, text] = [`${STORYBOARD}.jpg`, `${STORYBOARD}.vtt`];
  const { size: sizeBytes } = await stat(drawn.file);
  await put(files, folder + sprite, { path: drawn.file, sizeBytes }, options);
  await put(files, folder + text, Buffer.from(drawn.writeVtt(sprite)), options);
  return folder + text;
}

/** Stores the poster in two sizes, and every candidate. @returns the keys of poster and thumbnail */
export async function storePictures(
  files: FileClient,
  prefix: string,
  [poster, ...others]: [Picture, ...Picture[]],
  options: PutOptions,
): Promise<{ poster: string; thumbnail: string }> {
  const keyOf = (name: string) => `${prefix}${PICTURES_FOLDER}/${name}.jpg`;
  const store = async (name: string, path: string) => {
    const { size: sizeBytes } = await stat(path);
    await put(files, keyOf(name), { path, sizeBytes }, options);
  };
  await Promise.all([
    store(POSTER, poster.posterFile),
    store(THUMBNAIL, poster.thumbnailFile),
    ...[poster, ...others].map(({ thumbnailFile }, at) => store(`${CANDIDATE}${at + 1}`, thumbnailFile)),
  ]);
  return { poster: keyOf(POSTER), thumbnail: keyOf(THUMBNAIL) };
}
