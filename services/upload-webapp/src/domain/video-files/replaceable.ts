import { videoIdSchema } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import { invalidFields } from '../video-fields.js';

/** What decides whether the file of a video may be replaced now. */
export interface Replaceable {
  isTrashed: boolean;
  /** Its first file has not arrived. */
  isArriving: boolean;
  /** A new file is on its way, and has not failed. */
  isBeingReplaced: boolean;
}

const notReplaceable = (detail: string): Problem => new Problem('not-replaceable', detail);

/**
 * Decides whether another file may take the place of a video's. A file that replaces one is no video, and neither are those of
 * other people and deleted ones: there is nothing to replace.
 * @throws Problem `not-found` or `not-replaceable`
 */
export function assertReplaceable(video: Replaceable | undefined): void {
  if (!video) throw new Problem('not-found', 'The video whose file is to be replaced is not there.');
  if (video.isTrashed) throw notReplaceable('The video is in the trash. Restore it first.');
  if (video.isArriving)
    throw notReplaceable('The first file of the video has not arrived yet. Wait for it, or delete the video.');
  if (video.isBeingReplaced)
    throw notReplaceable(
      'A new file for this video is on its way already. Wait until viewers get it, or discard it on the page of the video.',
    );
}

/** The video that an upload names as the one whose file it replaces. @throws Problem `invalid-fields` */
export function parseReplaces(value: unknown): string | null {
  if (value == null || value === '') return null;
  const { data } = videoIdSchema.safeParse(value);
  if (data === undefined) throw invalidFields([{ field: 'replaces', detail: 'has to be the id of a video.' }]);
  return data;
}
