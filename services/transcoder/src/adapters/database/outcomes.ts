import type { Failure } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import type { GivenBack } from '../../domain/process-video.js';
import type { Claim, Published } from '../../domain/transcode-deps.js';
import { statesBefore } from '../../domain/transitions.js';
import { held, isUnwanted, lockTranscode, lockVideo, now, type Tx } from './locks.js';
import { saveFinished } from './renditions.js';
import { afterSetback } from './setbacks.js';

const DETAIL_MAX_CHARS = 500;
const LOG_MAX_CHARS = 8_000;

/** Whether a worker may still write. */
export async function holds(db: Database, { videoId, attempt }: Claim): Promise<boolean> {
  const row = await db
    .selectFrom('transcodes')
    .select(['attempt', 'state'])
    .where('video_id', '=', videoId)
    .executeTakeFirst();
  return row?.attempt === attempt && row.state === 'processing';
}

/** Makes the finished stream visible. @returns false when the claim does not hold any more or the video was deleted */
export async function publishIn(tx: Tx, claim: Claim, published: Published): Promise<boolean> {
  const video = await lockVideo(tx, claim.videoId);
  const row = await lockTranscode(tx, claim.videoId);
  if (!video || isUnwanted(video) || row?.attempt !== claim.attempt) return false;
  // The same worker once more, after the answer to its commit was lost.
  if (row.state === 'ready') return true;
  const { numUpdatedRows } = await held(tx, claim)
    .where('state', 'in', statesBefore('ready'))
    .set({
      ...{ state: 'ready', progress: 100, playable: true, hls_path: published.hlsPath },
      ...{ duration_seconds: published.durationSeconds, width: published.width, height: published.height },
      ...{ finished_at: now, lease_until: null },
    })
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await saveFinished(tx, claim.videoId, published.renditions);
  return true;
}

/** @returns false when the claim does not hold any more */
export async function fail(db: Database, claim: Claim, { code, detail }: Failure, log: string | null) {
  const { numUpdatedRows } = await held(db, claim)
    .where('state', 'in', statesBefore('failed'))
    .set({
      ...{ state: 'failed', playable: false, hls_path: null, journal_path: null, finished_at: now, lease_until: null },
      ...{ failure_code: code, failure_detail: detail.slice(0, DETAIL_MAX_CHARS) },
      failure_log: log?.slice(-LOG_MAX_CHARS) ?? null,
    })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const COUNTED = { stopping: null, yielding: null, passing: 'passingFaults', lost: 'losses' } as const;

/** @returns how often it happened by now; 0 when the claim does not hold any more */
export async function giveBackIn(tx: Tx, claim: Claim, why: GivenBack): Promise<number> {
  const row = await lockTranscode(tx, claim.videoId);
  if (row?.attempt !== claim.attempt || row.state !== 'processing') return 0;
  const counted = COUNTED[why];
  const setbacks = counted ? afterSetback(row, counted) : null;
  await held(tx, claim)
    .set({ lease_until: null, ...setbacks })
    .execute();
  if (!setbacks) return 0;
  return counted === 'losses' ? setbacks.losses : setbacks.passing_faults;
}
