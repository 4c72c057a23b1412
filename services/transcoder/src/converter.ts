import { isBefore, stageOf, type Urgency } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { Logger } from '@kinora/service-kit';
import { untilReachable } from './adapters/database/patient.js';
import type { TranscodeStore } from './adapters/database/transcodes.js';
import type { Progress } from './adapters/ffmpeg/progress.js';
import { startHeartbeat } from './adapters/heartbeat.js';
import { type Journal, openJournal } from './adapters/output/journal.js';
import { put } from './adapters/output/patient-put.js';
import type { Scratch } from './adapters/output/scratch.js';
import type { Place } from './adapters/queue/place.js';
import { startTurn, type Turn } from './adapters/queue/turn.js';
import { runPlan } from './adapters/run-plan.js';
import type { OpenSource, SourceServer } from './adapters/source/source-server.js';
import type { Config } from './config.js';
import { Yielding } from './domain/faults.js';
import type { Limits } from './domain/limits.js';
import { type ConversionProgress, createConversionProgress } from './domain/progress/conversion-progress.js';
import type { Claim, Published, TranscodeDeps } from './domain/transcode-deps.js';
import { transcodeVideo } from './domain/transcode-video.js';
import { createProber } from './prober.js';
import { createSubtitleReader } from './read-subtitles.js';
import { createReporter } from './reporter.js';
import { withPictures } from './with-pictures.js';

export interface ConverterDeps {
  config: Config;
  limits: Limits;
  files: FileClient;
  sources: SourceServer;
  scratch: Scratch;
  store: TranscodeStore;
  urgencyOf(videoId: string): Promise<Urgency>;
  /** Aborted with Stopping when the process is asked to end. */
  stopping: AbortSignal;
  log: Logger;
}

/** ffmpeg that stalls is killed and tried again once. */
const MAX_ENCODE_TRIES = 2;

function transcodeDeps(
  deps: ConverterDeps,
  progress: ConversionProgress,
  turn: Turn,
  journal: Journal,
): TranscodeDeps<OpenSource> {
  const { config, limits, files, scratch, sources, store, stopping, log } = deps;
  const patienceMs = config.STORAGE_PATIENCE_MS;
  return {
    limits,
    maxEncodeTries: MAX_ENCODE_TRIES,
    openSource: ({ sourceKey, sourceBytes }, signal) => sources.open(sourceKey, sourceBytes, signal),
    probe: createProber(deps),
    async onPlan(claim, plan, expected, chapters) {
      const { durationSeconds, display, reasons } = plan;
      log.info({ videoId: claim.videoId, attempt: claim.attempt, reasons }, 'planned');
      progress.plan(plan, expected);
      turn.learn({ durationSeconds });
      await store.saveFacts(claim, { durationSeconds, chapters, ...display });
      await store.saveReport(claim, progress.report());
    },
    decide({ videoId, attempt }, reason, rendition) {
      log.info({ videoId, attempt, rendition }, reason);
      progress.decide(reason, rendition);
    },
    async onPlayable(claim, hlsPath) {
      const stage = stageOf(hlsPath);
      // What an earlier turn made whole stays until all of that is here too.
      if (isBefore(stage, turn.stage())) return;
      await untilReachable(stopping, () => store.showStream(claim, hlsPath));
      turn.learn({ stage });
    },
    pause: () => turn.pause(),
    note: ({ videoId, attempt }, what, err) => log[err ? 'warn' : 'info']({ videoId, attempt, err }, what),
    async encode(work, signal) {
      const step = progress.startStep(work.plan);
      const options = {
        ...{ files, scratch, journal, limits, ffmpegPath: config.FFMPEG_PATH, threads: config.FFMPEG_THREADS },
        ...{ stallTimeoutMs: config.STALL_TIMEOUT_MS, parallelUploads: config.PARALLEL_UPLOADS },
        ...{ storagePatienceMs: patienceMs, scratchMaxBytes: config.SCRATCH_MAX_BYTES },
      };
      try {
        const onProgress = ({ outTimeSeconds }: Progress) =>
          step.advance({ outTimeSeconds, readFraction: work.source.readFraction() });
        const made = await runPlan(work, { ...options, onProgress }, signal);
        step.finish(made);
        return made;
      } catch (error) {
        if (error instanceof Yielding) step.pause();
        else step.abandon();
        throw error;
      }
    },
    readSubtitles: createSubtitleReader(deps),
    putText: (key, text, signal) => put(files, key, Buffer.from(text), { signal, patienceMs }),
  };
}

async function takeTurn(claim: Claim, place: Place, { config, urgencyOf, log }: ConverterDeps): Promise<Turn> {
  const { videoId } = claim;
  return startTurn({
    ...{ place, urgency: await urgencyOf(videoId) },
    ...{ lookEveryMs: config.YIELD_LOOK_INTERVAL_MS, protectedMs: config.YIELD_PROTECTION_MS },
    onError: (err) => log.debug({ err, videoId }, 'the queue does not tell who waits; the work goes on'),
  });
}

const journalOf = (claim: Claim, { config, files, store, log }: ConverterDeps): Promise<Journal> =>
  openJournal({
    ...{ files, claim, everyMs: config.JOURNAL_INTERVAL_MS, closeTimeoutMs: config.JOURNAL_CLOSE_TIMEOUT_MS },
    onFirstWrite: (key) => store.saveJournal(claim, key),
    onError: (err) => log.warn({ err, videoId: claim.videoId }, 'the journal could not be written; the work goes on'),
  });

/** Converts one claimed video, and shows all the while that this worker is at it. */
export const createConverter =
  (deps: ConverterDeps) =>
  async (claim: Claim, place: Place): Promise<Published> => {
    const turn = await takeTurn(claim, place, deps);
    const progress = createConversionProgress(claim.progressPercent, () => performance.now() / 1_000);
    let journal: Journal | undefined;
    const storedSegments = () => journal?.storedSegments() ?? 0;
    const report = createReporter(claim, { progress, storedSegments, store: deps.store });
    const heartbeat = startHeartbeat({
      everyMs: deps.config.HEARTBEAT_MS,
      beat: report,
      onError: (err) => deps.log.warn({ err, videoId: claim.videoId }, 'MariaDB does not answer; the work goes on'),
    });
    const held = AbortSignal.any([deps.stopping, heartbeat.signal]);
    const signal = AbortSignal.any([held, turn.signal]);
    try {
      signal.throwIfAborted();
      journal = await journalOf(claim, deps);
      const published = await withPictures(claim, transcodeDeps(deps, progress, turn, journal), deps, held, (ready) =>
        transcodeVideo(claim, ready, signal),
      );
      // What was decided since the last beat.
      await untilReachable(deps.stopping, report);
      return published;
    } catch (error) {
      // Whoever waits for the rest sees what is done.
      if (error instanceof Yielding) await report().catch(() => false);
      throw error;
    } finally {
      await journal?.close();
      heartbeat.stop();
      void turn.stop();
    }
  };
