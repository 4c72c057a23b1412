import type { EditOutcome } from '../domain/edit-outcome.js';
import type { AllowedVersions } from '../domain/if-match.js';
import type { Tx } from './in-transaction.js';

/** The row of a video, locked before any other row of it. A file that replaces one is no video. */
export const lockVideo = (tx: Tx, ownerId: string, id: string) =>
  tx
    .selectFrom('videos')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .where('replaces', 'is', null)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

export type OwnVideo = NonNullable<Awaited<ReturnType<typeof lockVideo>>>;

/** Does something to a video that is there, and has the version that it is meant for. */
export async function withOwnVideo<Outcome>(
  tx: Tx,
  [ownerId, id, allowed]: [ownerId: string, id: string, allowed: AllowedVersions],
  work: (video: OwnVideo) => Promise<Outcome>,
): Promise<Outcome | Extract<EditOutcome, 'not-found' | 'changed'>> {
  const video = await lockVideo(tx, ownerId, id);
  if (!video) return 'not-found';
  return allowed === 'any' || allowed.includes(video.version) ? work(video) : 'changed';
}
