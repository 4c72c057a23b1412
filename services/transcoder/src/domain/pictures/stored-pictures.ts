import path from 'node:path/posix';

/** Object keys of what is shown of a video beside its stream, each one null until its object is stored. */
export interface StoredPictures {
  poster: string | null;
  thumbnail: string | null;
  /** The text that says where in its sprite each moment is. */
  storyboard: string | null;
}

export const NO_PICTURES: StoredPictures = { poster: null, thumbnail: null, storyboard: null };

/** Names within the folder of an attempt. Candidates stand beside the poster that was chosen of them, a sprite beside its text. */
export const PICTURES_FOLDER = 'pictures';
export const STORYBOARD = 'storyboard';

/** How the names of posters, candidates and their thumbnails begin. */
const POSTER = 'poster';
const CANDIDATE = 'candidate-';

/** Tells the objects that belong to the pictures of a video, whichever attempt made them. */
export function isPictureOf({ poster, thumbnail, storyboard }: StoredPictures): (key: string) => boolean {
  const beside = (picture: string | null, ...names: string[]) =>
    picture === null ? [] : names.map((name) => `${path.dirname(picture)}/${name}`);
  const kept = [...beside(poster ?? thumbnail, POSTER, CANDIDATE), ...beside(storyboard, `${STORYBOARD}.`)];
  return (key) => kept.some((start) => key.startsWith(start));
}
