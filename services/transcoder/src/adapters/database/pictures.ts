import type { TranscodesTable } from '@kinora/database';
import type { StoredPictures } from '../../domain/pictures/stored-pictures.js';

type PictureColumns = Pick<TranscodesTable, 'poster_path' | 'thumbnail_path' | 'storyboard_path'>;

export const PICTURE_COLUMNS = ['poster_path', 'thumbnail_path', 'storyboard_path'] as const;

export const toPictures = (row: PictureColumns): StoredPictures => ({
  ...{ poster: row.poster_path, thumbnail: row.thumbnail_path, storyboard: row.storyboard_path },
});

/** The columns of those that are given. */
export const pictureColumns = ({
  poster,
  thumbnail,
  storyboard,
}: Partial<StoredPictures>): Partial<PictureColumns> => ({
  ...(poster === undefined ? {} : { poster_path: poster }),
  ...(thumbnail === undefined ? {} : { thumbnail_path: thumbnail }),
  ...(storyboard === undefined ? {} : { storyboard_path: storyboard }),
});
