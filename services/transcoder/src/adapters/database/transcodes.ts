import { type Failure, failure } from '@kinora/contracts';
import type { Database, Schema } from '@kinora/database';
import { sql, type Transaction } from 'kysely';
import type { ClaimResult, GivenBack, TranscodeRecords } from '../../domain/process-video.js';
import type { ConversionReport } from '../../domain/progress/conversion-progress.js';
import type { Claim, Published } from '../../domain/transcode-deps.js';
import { mayBeClaimed, statesBefore } from '../../domain/transitions.js';
import { NO_PICTURES, type PicturePaths, savePictures } from './pictures.js';
import { saveFinished, saveProgress } from './renditions.js';

type Tx = Transaction<Schema>;

const now = sql<Date>`NOW(3)`;
const leaseEnd = (leaseMs: number) => sql<Date>`NOW(3) + INTERVAL ${leaseMs * 1_000} MICROSECOND`;

const DETAIL_MAX_CHARS = 500;
const LOG_MAX_CHARS = 8_000;

interface StoreOptions {
  db: Database;
  /** A worker that did not show itself for this long has lost its claim. */
  leaseMs: number;
  maxLosses: number;
}

/** What a worker tells about itself while it is at a video. */
export interface Facts {
  durationSeconds: number | null;
  width: number;
  height: number;
}

export interface TranscodeStore extends TranscodeRecords {
  /** Extends the lease and tells how far the work is. False when the claim does not hold any more or the video was deleted. */
  beat(claim: Claim, progress: Pick<ConversionReport, 'percent' | 'speed' | 'secondsLeft'>): Promise<boolean>;
  /** Keeps what was decided, and where each rendition is. */
  saveReport(claim: Claim, report: Pick<ConversionReport, 'reasons' | 'renditions'>): Promise<void>;
  saveFacts(claim: Claim, facts: Facts): Promise<void>;
  /** Makes this journal the one with which the next attempt begins. */
  saveJournal(claim: Claim, journalKey: string): Promise<void>;
  savePictures(claim: Claim, paths: Partial<PicturePaths>): Promise<void>;
  /** Shows a stream while the video is still at work. */
  showStream(claim: Claim, hlsPath: string): Promise<void>;
}

/** The row of a claim, as long as the claim holds. */
const held = (tx: Tx | Database, { videoId, attempt }: Claim) =>
  tx.updateTable('transcodes').where('video_id', '=', videoId).where('attempt', '=', attempt);

const lockVideo = (tx: Tx, videoId: string) =>
  tx
    .selectFrom('videos')
    .select(['video_path', 'size_bytes', 'state', 'deleted_at', 'retry_of_attempt'])
    .where('id', '=', videoId)
    .forUpdate()
    .executeTakeFirst();

const lockTranscode = (tx: Tx, videoId: string) =>
  tx
    .selectFrom('transcodes')
    .select([
      'state',
      'attempt',
      'playable',
      'progress',
      'journal_path',
      'losses',
      'lease_until',
      sql<number | null>`lease_until > NOW(3)`.as('is_held'),
    ])
    .where('video_id', '=', videoId)
    .forUpdate()
    .executeTakeFirst();

const NOTHING_YET = { isPlayable: false, progressPercent: 0, journalKey: null };

/** Begins a failed video anew: nothing of the conversion that failed counts. */
async function startOver(tx: Tx, videoId: string, attempt: number, leaseUntil: typeof now): Promise<void> {
  await tx
    .updateTable('transcodes')
    .set({
      ...{ state: 'processing', attempt, progress: 0, started_at: now, finished_at: null, lease_until: leaseUntil },
      ...{ failure_code: null, failure_detail: null, failure_log: null, losses: 0, passing_faults: 0 },
      ...{ reasons: null, speed: null, seconds_left: null, journal_path: null, ...NO_PICTURES },
    })
    .where('video_id', '=', videoId)
    .execute();
  await tx.deleteFrom('renditions').where('video_id', '=', videoId).execute();
}

export function createTranscodeStore({ db, leaseMs, maxLosses }: StoreOptions): TranscodeStore {
  const firstClaim = (tx: Tx, videoId: string) =>
    tx
      .insertInto('transcodes')
      .values({
        ...{ video_id: videoId, state: 'processing', attempt: 1, progress: 0, playable: false },
        ...{ started_at: now, lease_until: leaseEnd(leaseMs) },
      })
      .execute();

  const nextClaim = (tx: Tx, videoId: string, attempt: number, losses: number) =>
    tx
      .updateTable('transcodes')
      .set({ attempt, losses, lease_until: leaseEnd(leaseMs), ...NO_PICTURES })
      .where('video_id', '=', videoId)
      .execute();

  const giveUp = (tx: Tx, videoId: string, attempt: number, losses: number) => {
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
  };

  async function claimIn(tx: Tx, videoId: string): Promise<ClaimResult> {
    const video = await lockVideo(tx, videoId);
    if (video?.state !== 'queued' || video.deleted_at) return { kind: 'nothing-to-do' };
    const source = { videoId, sourceKey: video.video_path, sourceBytes: video.size_bytes };
    const row = await lockTranscode(tx, videoId);
    if (!row) {
      await firstClaim(tx, videoId);
      return { kind: 'claimed', claim: { ...source, attempt: 1, ...NOTHING_YET } };
    }
    if (!mayBeClaimed(row.state, video.retry_of_attempt === row.attempt)) return { kind: 'nothing-to-do' };
    if (row.is_held) return { kind: 'busy' };
    const attempt = row.attempt + 1;
    if (row.state === 'failed') {
      await startOver(tx, videoId, attempt, leaseEnd(leaseMs));
      return { kind: 'claimed', claim: { ...source, attempt, ...NOTHING_YET } };
    }
    const losses = row.losses + (row.lease_until ? 1 : 0);
    if (losses >= maxLosses) {
      await giveUp(tx, videoId, attempt, losses);
      return { kind: 'nothing-to-do' };
    }
    await nextClaim(tx, videoId, attempt, losses);
    const sofar = {
      ...{ isPlayable: Boolean(row.playable), progressPercent: row.progress },
      journalKey: row.journal_path,
    };
    return { kind: 'claimed', claim: { ...source, attempt, ...sofar } };
  }

  async function publishIn(tx: Tx, claim: Claim, published: Published): Promise<boolean> {
    const video = await lockVideo(tx, claim.videoId);
    const row = await lockTranscode(tx, claim.videoId);
    if (!video || video.deleted_at || row?.attempt !== claim.attempt) return false;
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

  async function saveReportIn(
    tx: Tx,
    claim: Claim,
    { reasons, renditions }: Pick<ConversionReport, 'reasons' | 'renditions'>,
  ) {
    const { numUpdatedRows } = await held(tx, claim)
      .where('state', '=', 'processing')
      .set({ reasons: JSON.stringify(reasons) })
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await saveProgress(tx, claim.videoId, renditions);
  }

  const COUNTED: Record<GivenBack, 'losses' | 'passing_faults' | null> = {
    stopping: null,
    yielding: null,
    passing: 'passing_faults',
    lost: 'losses',
  };

  return {
    claim: (videoId) => db.transaction().execute((tx) => claimIn(tx, videoId)),
    publish: (claim, published) => db.transaction().execute((tx) => publishIn(tx, claim, published)),

    async fail(claim, { code, detail }: Failure, log) {
      const { numUpdatedRows } = await held(db, claim)
        .where('state', 'in', statesBefore('failed'))
        .set({
          ...{
            state: 'failed',
            playable: false,
            hls_path: null,
            journal_path: null,
            failure_code: code,
            failure_detail: detail.slice(0, DETAIL_MAX_CHARS),
          },
          ...{ failure_log: log?.slice(-LOG_MAX_CHARS) ?? null, finished_at: now, lease_until: null },
        })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async giveBack(claim, why) {
      const counter = COUNTED[why];
      await held(db, claim)
        .where('state', '=', 'processing')
        .set({ lease_until: null, ...(counter ? { [counter]: sql`${sql.ref(counter)} + 1` } : {}) })
        .execute();
      if (!counter) return 0;
      const row = await db
        .selectFrom('transcodes')
        .select(counter)
        .where('video_id', '=', claim.videoId)
        .executeTakeFirst();
      return Number(row?.[counter] ?? 0);
    },

    async beat({ videoId, attempt }, { percent, speed, secondsLeft }) {
      const { numAffectedRows } = await sql`
        UPDATE transcodes t JOIN videos v ON v.id = t.video_id
        SET t.lease_until = NOW(3) + INTERVAL ${leaseMs * 1_000} MICROSECOND,
            t.progress = GREATEST(t.progress, ${percent}), t.speed = ${speed}, t.seconds_left = ${secondsLeft}
        WHERE t.video_id = ${videoId} AND t.attempt = ${attempt} AND t.state = 'processing' AND v.deleted_at IS NULL
      `.execute(db);
      return numAffectedRows !== undefined && numAffectedRows > 0n;
    },

    saveReport: (claim, report) => db.transaction().execute((tx) => saveReportIn(tx, claim, report)),

    savePictures: (claim, paths) => savePictures(db, claim, paths),

    async showStream(claim, hlsPath) {
      await held(db, claim).where('state', '=', 'processing').set({ playable: true, hls_path: hlsPath }).execute();
    },

    async saveJournal(claim, journalKey) {
      await held(db, claim).where('state', '=', 'processing').set({ journal_path: journalKey }).execute();
    },

    async saveFacts(claim, { durationSeconds, width, height }) {
      await held(db, claim).set({ duration_seconds: durationSeconds, width, height }).execute();
    },
  };
}
