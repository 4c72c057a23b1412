import type { Database } from '@kinora/database';
import type { Claim } from '../../domain/transcode-deps.js';

/** Object keys, each one null until its object is stored. */
export interface PicturePaths {
  poster_path: string | null;
  thumbnail_path: string | null;
  storyboard_path: string | null;
}

/** What a new attempt starts with: the pictures of the last one are removed with the rest of it. */
export const NO_PICTURES: PicturePaths = { poster_path: null, thumbnail_path: null, storyboard_path: null };

/** Makes stored pictures visible, as long as the claim holds. */
export async function savePictures(
  db: Database,
  { videoId, attempt }: Claim,
  paths: Partial<PicturePaths>,
): Promise<void> {
  await db
    .updateTable('transcodes')
    .set(paths)
    .where('video_id', '=', videoId)
    .where('attempt', '=', attempt)
    .where('state', '=', 'processing')
    .execute();
}
