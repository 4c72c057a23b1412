import { hlsPrefix } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import type { FileClient } from '@kinora/file-client';
import { Counter, Gauge, isConnectionError, type Logger, Problem, type Registry } from '@kinora/service-kit';

import { isDatabaseAway, untilReachable } from './adapters/database/patient.js';
import { createTranscodeStore } from './adapters/database/transcodes.js';
import { createUpkeep } from './adapters/database/upkeep.js';
import { removeAttempts, removeUnused } from './adapters/output/remove-unused.js';
import { isDiskFull, openScratch } from './adapters/output/scratch.js';
import { periodically } from './adapters/periodically.js';
import type { Place } from './adapters/queue/place.js';
import { createJobQueue } from './adapters/queue/queue.js';
import { startSourceServer } from './adapters/source/source-server.js';
import { createAskedPictures } from './asked-pictures.js';
import type { Config } from './config.js';
import { createConverter } from './converter.js';
import { Stopping } from './domain/faults.js';
import type { AskedPictures } from './domain/pictures/asked-pictures.js';
import { type Next, type ProcessDeps, processVideo, type TranscodeRecords } from './domain/process-video.js';
import { reconcile, type Unswept } from './domain/reconcile.js';
import { limitsOf } from './limits-of.js';

export interface WorkerDeps {
  config: Config;
  db: Database;
  files: FileClient;
  metrics: Registry;
  log: Logger;
}

export interface RunningWorker {
  checks: Record<'mariadb' | 'redis' | 'storage', () => Promise<unknown>>;
  pictures: AskedPictures;
  /** Ends ffmpeg and gives every video back to the queue. */
  close(): Promise<void>;
}

const RECONCILE_BATCH = 1_000;
/** Another worker has the video: it is asked for again when that worker's lease may have run out. */
const BUSY_DELAY_MS = 2_000;
const AWAY_DELAY_MS = 2_000;
const CLOSE_QUEUE_TIMEOUT_MS = 5_000;
const HEARTBEATS_A_LIFE = 6;

const isAway = (error: unknown): boolean =>
  isDatabaseAway(error) ||
  isConnectionError(error) ||
  isDiskFull(error) ||
  (error instanceof Problem && error.status >= 500);

/** What decides over a video's fate is written as soon as MariaDB answers; a stopping worker does not wait for it. */
const patientRecords = (records: TranscodeRecords, stopping: AbortSignal): TranscodeRecords => ({
  claim: (videoId) => records.claim(videoId),
  holds: (claim) => untilReachable(stopping, () => records.holds(claim)),
  publish: (claim, published) => untilReachable(stopping, () => records.publish(claim, published)),
  fail: (claim, failure, log) => untilReachable(stopping, () => records.fail(claim, failure, log)),
  giveBack: (claim, why) => untilReachable(stopping, () => records.giveBack(claim, why)),
});

const countOutcomes = (metrics: Registry) => ({
  running: new Gauge({ name: 'transcodes_running', help: 'Videos being converted.', registers: [metrics] }),
  finished: new Counter({
    name: 'transcodes_taken_total',
    help: 'Videos taken from the queue, by what the queue did with them then.',
    labelNames: ['next'],
    registers: [metrics],
  }),
});

/** Takes videos from the queue until it is closed, and keeps queue and storage in agreement with MariaDB. */
export async function startWorker({ config, db, files, metrics, log }: WorkerDeps): Promise<RunningWorker> {
  const stop = new AbortController();
  const upkeep = createUpkeep(db);
  const removeOutput = (videoId: string) => files.removePrefix(hlsPrefix(videoId));
  const sweep = async ({ videoId, attempt, hlsPath }: Unswept) => {
    if (hlsPath === null) await removeAttempts(files, videoId, attempt);
    else await removeUnused(files, hlsPath, await upkeep.picturesOf(videoId));
    await upkeep.markSwept({ videoId, attempt });
  };
  const store = createTranscodeStore({ db, leaseMs: config.LEASE_MS, maxLosses: config.MAX_LOST_WORKERS });
  const deadAfterMs = config.SCRATCH_DEAD_AFTER_MS;
  const scratch = await openScratch({
    ...{ dir: config.SCRATCH_DIR, heartbeatMs: Math.ceil(deadAfterMs / HEARTBEATS_A_LIFE), deadAfterMs, log },
  });
  const sources = await startSourceServer(files);
  const queue = createJobQueue({
    ...{ redisUrl: config.REDIS_URL, concurrency: config.TRANSCODE_CONCURRENCY, log },
    ...{ lockMs: config.JOB_LOCK_MS, stalledCheckMs: config.JOB_STALLED_CHECK_MS },
  });
  const limits = limitsOf(config);
  const convert = createConverter({
    ...{ config, limits, files, sources, scratch, store, stopping: stop.signal, log },
    urgencyOf: (videoId) => upkeep.urgencyOf(videoId),
  });
  const deps: Omit<ProcessDeps, 'transcode'> = {
    records: patientRecords(store, stop.signal),
    patience: {
      ...{ maxLosses: config.MAX_LOST_WORKERS, maxPassingFaults: config.MAX_PASSING_FAULTS },
      ...{ passingDelayBaseMs: config.PASSING_DELAY_BASE_MS, passingDelayMaxMs: config.PASSING_DELAY_MAX_MS },
    },
    busyDelayMs: BUSY_DELAY_MS,
    removeOutput,
    removeUnused: ({ videoId, attempt }, { hlsPath }) => sweep({ videoId, attempt, hlsPath }),
    isAway,
    note: ({ videoId, attempt }, what, err) => log[err ? 'warn' : 'info']({ videoId, attempt, err }, what),
  };

  const outcomes = countOutcomes(metrics);
  const handle = async (videoId: string, place: Place): Promise<Next> => {
    outcomes.running.inc();
    try {
      const next = await processVideo(videoId, { ...deps, transcode: (claim) => convert(claim, place) });
      outcomes.finished.inc({ next: next.kind });
      return next;
    } catch (error) {
      if (!isAway(error)) throw error;
      log.warn({ err: error, videoId }, 'something is away');
      return { kind: 'later', delayMs: AWAY_DELAY_MS };
    } finally {
      outcomes.running.dec();
    }
  };
  const reconciler = periodically(
    config.RECONCILE_INTERVAL_MS,
    async () => {
      await scratch.sweep();
      await reconcile({ upkeep, queue, removeOutput, sweep, batchSize: RECONCILE_BATCH });
    },
    (err) => log.warn({ err }, 'the queue could not be compared with MariaDB; trying again'),
  );
  queue.run(handle);

  return {
    pictures: createAskedPictures({ config, limits, files, sources, scratch, stopping: stop.signal }),
    checks: {
      mariadb: () => db.selectFrom('transcodes').select('video_id').limit(1).execute(),
      redis: () => queue.ping(),
      storage: () => files.ping(),
    },
    async close() {
      stop.abort(new Stopping('the worker stops'));
      await queue.close(CLOSE_QUEUE_TIMEOUT_MS);
      await reconciler.stop();
      await sources.close();
      await scratch.close();
    },
  };
}
