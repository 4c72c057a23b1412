import type { EditOutcome } from '../domain/edit-outcome.js';
import type { AllowedVersions } from '../domain/if-match.js';
import type { Tx } from './in-transaction.js';

/** By its id alone, so that nothing is locked that is only looked at. */
export const lockRow = (tx: Tx, id: string) =>
  tx.selectFrom('videos').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export type OwnVideo = NonNullable<Awaited<ReturnType<typeof lockRow>>>;

/** The row of a video of this person, locked before any other row of it. A file that replaces one is no video. */
export async function lockVideo(tx: Tx, ownerId: string, id: string): Promise<OwnVideo | undefined> {
  const row = await lockRow(tx, id);
  return row?.owner_id === ownerId && row.replaces === null && row.deleted_at === null ? row : undefined;
}

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
