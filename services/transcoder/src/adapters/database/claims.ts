import { failure } from '@kinora/contracts';
import { sql } from 'kysely';
import { NO_PICTURES } from '../../domain/pictures/stored-pictures.js';
import type { ClaimResult } from '../../domain/process-video.js';
import { mayBeClaimed } from '../../domain/transitions.js';
import { isUnwanted, leaseEnd, lockTranscode, lockVideo, now, type TranscodeRow, type Tx } from './locks.js';
import { pictureColumns, toPictures } from './pictures.js';
import { afterSetback } from './setbacks.js';

export interface ClaimOptions {
  /** A worker that did not show itself for this long has lost its claim. */
  leaseMs: number;
  maxLosses: number;
}

const NOTHING_YET = { isPlayable: false, progressPercent: 0, journalKey: null, pictures: NO_PICTURES };

const firstClaim = (tx: Tx, videoId: string, leaseMs: number) =>
  tx
    .insertInto('transcodes')
    .values({
      ...{ video_id: videoId, state: 'processing', attempt: 1, progress: 0, playable: false },
      ...{ started_at: now, lease_until: leaseEnd(leaseMs) },
    })
    .execute();

/** Begins a failed video anew: nothing of the conversion that failed counts. */
async function startOver(tx: Tx, videoId: string, attempt: number, leaseMs: number): Promise<void> {
  await tx
    .updateTable('transcodes')
    .set({
      ...{ state: 'processing', attempt, progress: 0, started_at: now, finished_at: null },
      ...{ failure_code: null, failure_detail: null, failure_log: null },
      ...{ losses: 0, passing_faults: 0, stored_segments: 0, setback_segments: 0 },
      ...{ reasons: null, speed: null, seconds_left: null, journal_path: null },
      ...pictureColumns(NO_PICTURES),
      lease_until: leaseEnd(leaseMs),
    })
    .where('video_id', '=', videoId)
    .execute();
  await tx.deleteFrom('renditions').where('video_id', '=', videoId).execute();
}

function giveUp(tx: Tx, videoId: string, attempt: number, losses: number) {
  const { code, detail } = failure('worker-lost');
  return tx
    .updateTable('transcodes')
    .set({
      ...{ state: 'failed', playable: false, attempt, losses, lease_until: null, finished_at: now },
      ...{ failure_code: code, failure_detail: detail, failure_log: `${losses} workers died while they were at it` },
      // What they stored is still to be removed, whether they wrote it down or not.
      journal_path: sql`COALESCE(journal_path, '')`,
    })
    .where('video_id', '=', videoId)
    .execute();
}

/** Takes up a video that was given back, or whose worker died. @returns what is there of it; null when it is given up */
async function goOn(tx: Tx, row: TranscodeRow, attempt: number, { leaseMs, maxLosses }: ClaimOptions) {
  const hasLostWorker = row.lease_until !== null;
  const setbacks = hasLostWorker ? afterSetback(row, 'losses') : null;
  if (setbacks && setbacks.losses >= maxLosses) {
    await giveUp(tx, row.video_id, attempt, setbacks.losses);
    return null;
  }
  await tx
    .updateTable('transcodes')
    .set({ attempt, ...setbacks, lease_until: leaseEnd(leaseMs) })
    .where('video_id', '=', row.video_id)
    .execute();
  const { progress: progressPercent, journal_path: journalKey } = row;
  return { isPlayable: Boolean(row.playable), progressPercent, journalKey, pictures: toPictures(row) };
}

/** Takes a video for one worker, if it waits for one. */
export async function claimIn(tx: Tx, videoId: string, options: ClaimOptions): Promise<ClaimResult> {
  const video = await lockVideo(tx, videoId);
  if (video?.state !== 'queued' || isUnwanted(video) || video.trashed_at) return { kind: 'nothing-to-do' };
  const source = { videoId, sourceKey: video.video_path, sourceBytes: video.size_bytes };
  const row = await lockTranscode(tx, videoId);
  if (!row) {
    await firstClaim(tx, videoId, options.leaseMs);
    return { kind: 'claimed', claim: { ...source, attempt: 1, ...NOTHING_YET } };
  }
  if (!mayBeClaimed(row.state, video.retry_of_attempt === row.attempt)) return { kind: 'nothing-to-do' };
  if (row.is_held) return { kind: 'busy' };
  const attempt = row.attempt + 1;
  if (row.state === 'failed') {
    await startOver(tx, videoId, attempt, options.leaseMs);
    return { kind: 'claimed', claim: { ...source, attempt, ...NOTHING_YET } };
  }
  const soFar = await goOn(tx, row, attempt, options);
  return soFar ? { kind: 'claimed', claim: { ...source, attempt, ...soFar } } : { kind: 'nothing-to-do' };
}
