import { stat } from 'node:fs/promises';
import { candidateKeys, chosenPosterKeys, type PosterKeys } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import { PICTURES_FOLDER, STORYBOARD } from '../../domain/pictures/stored-pictures.js';
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

/** Stores the poster and every candidate, each in two sizes. @returns the keys of poster and thumbnail */
export async function storePictures(
  files: FileClient,
  prefix: string,
  [poster, ...others]: [Picture, ...Picture[]],
  options: PutOptions,
): Promise<PosterKeys> {
  const folder = `${prefix}${PICTURES_FOLDER}/`;
  const storeOne = async (key: string, path: string) => {
    const { size: sizeBytes } = await stat(path);
    await put(files, key, { path, sizeBytes }, options);
  };
  const store = (keys: PosterKeys, { posterFile, thumbnailFile }: Picture) => [
    storeOne(keys.poster, posterFile),
    storeOne(keys.thumbnail, thumbnailFile),
  ];
  const chosen = chosenPosterKeys(folder);
  const candidates = [poster, ...others].map((picture, at) => store(candidateKeys(folder, at + 1), picture));
  await Promise.all([...store(chosen, poster), ...candidates.flat()]);
  return chosen;
}
