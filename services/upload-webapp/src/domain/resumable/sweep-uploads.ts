import type { Logger } from '@kinora/service-kit';
import { type BeginAgainDeps, unlessLost } from './begin-again.js';
import { type ClearDeps, clearAway } from './clear-away.js';
import { type FinishDeps, finishUpload } from './finish-upload.js';
import { expired } from './resumable-problems.js';
import type { ResumableRecords, ResumableUpload } from './resumable-records.js';

/** What is left to do about uploads of which nobody asks any more. */
export interface UploadUpkeep {
  /** Marks uploads `failed` that nobody went on with for so long. @returns how many */
  expire(seconds: number, failure: ReturnType<typeof expired>): Promise<number>;
  /** Every byte is stored, but no video queued, for a while now. */
  withoutVideo(limit: number): Promise<ResumableUpload[]>;
  /** Ids of uploads whose video failed or was deleted. */
  ended(limit: number): Promise<string[]>;
}

export interface SweepUploadsDeps extends FinishDeps, Pick<BeginAgainDeps, 'areLost'> {
  records: UploadUpkeep &
    BeginAgainDeps['records'] &
    FinishDeps['records'] &
    ClearDeps['records'] &
    Pick<ResumableRecords, 'forget'>;
  files: FinishDeps['files'] & ClearDeps['files'];
  log: Logger;
  expireSeconds: number;
}

const UPLOADS_A_SWEEP = 100;

/**
 * One round of upkeep. Every step may be repeated, and by several replicas at once.
 * @throws when the database is away; the next round goes on from there
 */
export async function sweepUploads(deps: SweepUploadsDeps): Promise<void> {
  const { records, log, expireSeconds } = deps;
  const given = await records.expire(expireSeconds, expired(expireSeconds));
  if (given > 0) log.info({ expired: given }, 'uploads that nobody went on with were given up');
  for (const upload of await records.withoutVideo(UPLOADS_A_SWEEP)) {
    await unlessLost(upload.id, () => finishUpload(upload, deps), deps).catch((err: unknown) =>
      log.warn({ err, videoId: upload.id }, 'an upload could not be finished: the next round tries again'),
    );
  }
  for (const id of await records.ended(UPLOADS_A_SWEEP)) {
    await clearAway(id, deps).catch((err: unknown) =>
      log.warn({ err, videoId: id }, 'what is left of an upload could not be removed: the next round tries again'),
    );
  }
}
