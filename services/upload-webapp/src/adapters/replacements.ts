import { assertReplaceable, type Replaceable } from '../domain/video-files/replaceable.js';
import { changeRows } from './change-rows.js';
import type { Tx } from './in-transaction.js';
import { now } from './now.js';
import { lockVideo, type OwnVideo } from './own-video.js';

/** Files of a video that viewers have not got, and what became of them. */
const newFiles = (tx: Tx, videoId: string) =>
  tx
    .selectFrom('videos as v')
    .innerJoin('video_files as f', 'f.file_id', 'v.id')
    .select(['v.id', 'f.state'])
    .where('v.replaces', '=', videoId)
    .where('v.taken_over_at', 'is', null)
    .where('v.deleted_at', 'is', null)
    .execute();

const toReplaceable = (video: OwnVideo, files: { state: string }[]): Replaceable => ({
  isTrashed: video.trashed_at !== null,
  isArriving: video.state === 'uploading' && video.served_id === null,
  isBeingReplaced: files.some(({ state }) => state !== 'failed'),
});

/**
 * Makes room for a new file of a video: one that failed before is given up for it. Of two at once the second is refused.
 * @returns the video
 * @throws Problem why there may be none
 */
export async function beginReplacement(tx: Tx, ownerId: string, videoId: string): Promise<OwnVideo | undefined> {
  const video = await lockVideo(tx, ownerId, videoId);
  const files = video ? await newFiles(tx, videoId) : [];
  assertReplaceable(video && toReplaceable(video, files));
  const failed = files.map(({ id }) => id);
  await changeRows(tx, failed, { deleted_at: now() });
  return video;
}
