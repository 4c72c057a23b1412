import type { Chapter } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { StoredPictures } from '../../domain/pictures/stored-pictures.js';
import type { TranscodeRecords } from '../../domain/process-video.js';
import type { ConversionReport } from '../../domain/progress/conversion-progress.js';
import type { Claim } from '../../domain/transcode-deps.js';
import { type ClaimOptions, claimIn } from './claims.js';
import { held, type Tx, unwanted } from './locks.js';
import { fail, giveBackIn, holds, publishIn } from './outcomes.js';
import { pictureColumns } from './pictures.js';
import { saveProgress } from './renditions.js';

/** What a worker tells about itself while it is at a video. */
export interface Facts {
  /** Those that stand in the file. */
  chapters: Chapter[];
  durationSeconds: number | null;
  width: number;
  height: number;
}

interface Beat extends Pick<ConversionReport, 'percent' | 'speed' | 'secondsLeft'> {
  /** With which the next attempt would begin. */
  storedSegments: number;
}
type Report = Pick<ConversionReport, 'reasons' | 'renditions'>;

export interface TranscodeStore extends TranscodeRecords {
  /** Extends the lease and tells how far the work is. False when the claim does not hold any more or the video was deleted. */
  beat(claim: Claim, progress: Beat): Promise<boolean>;
  /** Keeps what was decided, and where each rendition is. */
  saveReport(claim: Claim, report: Report): Promise<void>;
  saveFacts(claim: Claim, facts: Facts): Promise<void>;
  /** Makes this journal the one with which the next attempt begins. */
  saveJournal(claim: Claim, journalKey: string): Promise<void>;
  /** Makes stored pictures visible. */
  savePictures(claim: Claim, pictures: Partial<StoredPictures>): Promise<void>;
  /** Shows a stream while the video is still at work. */
  showStream(claim: Claim, hlsPath: string): Promise<void>;
}

async function beat(db: Database, { videoId, attempt }: Claim, progress: Beat, leaseMs: number): Promise<boolean> {
  const { percent, speed, secondsLeft, storedSegments } = progress;
  const { numAffectedRows } = await sql`
    UPDATE transcodes t JOIN videos v ON v.id = t.video_id
    SET t.lease_until = NOW(3) + INTERVAL ${leaseMs * 1_000} MICROSECOND,
        t.progress = GREATEST(t.progress, ${percent}), t.speed = ${speed}, t.seconds_left = ${secondsLeft},
        t.stored_segments = GREATEST(t.stored_segments, ${storedSegments})
    WHERE t.video_id = ${videoId} AND t.attempt = ${attempt} AND t.state = 'processing' AND NOT ${unwanted}
  `.execute(db);
  return numAffectedRows !== undefined && numAffectedRows > 0n;
}

async function saveReportIn(tx: Tx, claim: Claim, { reasons, renditions }: Report): Promise<void> {
  const { numUpdatedRows } = await held(tx, claim)
    .where('state', '=', 'processing')
    .set({ reasons: JSON.stringify(reasons) })
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await saveProgress(tx, claim.videoId, renditions);
}

/** The rows of the transcoder, as those who convert write them. */
export function createTranscodeStore({ db, ...options }: ClaimOptions & { db: Database }): TranscodeStore {
  const processing = (claim: Claim) => held(db, claim).where('state', '=', 'processing');
  return {
    claim: (videoId) => db.transaction().execute((tx) => claimIn(tx, videoId, options)),
    holds: (claim) => holds(db, claim),
    publish: (claim, published) => db.transaction().execute((tx) => publishIn(tx, claim, published)),
    fail: (claim, failure, log) => fail(db, claim, failure, log),
    giveBack: (claim, why) => db.transaction().execute((tx) => giveBackIn(tx, claim, why)),
    beat: (claim, progress) => beat(db, claim, progress, options.leaseMs),
    saveReport: (claim, report) => db.transaction().execute((tx) => saveReportIn(tx, claim, report)),
    async savePictures(claim, pictures) {
      await processing(claim).set(pictureColumns(pictures)).execute();
    },
    async showStream(claim, hlsPath) {
      await processing(claim).set({ playable: true, hls_path: hlsPath }).execute();
    },
    async saveJournal(claim, journalKey) {
      await processing(claim).set({ journal_path: journalKey }).execute();
    },
    async saveFacts(claim, { durationSeconds, chapters, width, height }) {
      const found = chapters.length > 0 ? JSON.stringify(chapters) : null;
      await held(db, claim).set({ duration_seconds: durationSeconds, chapters: found, width, height }).execute();
    },
  };
}
