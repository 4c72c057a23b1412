import type { FileClient } from '@kinora/file-client';
import type { Logger } from '@kinora/service-kit';
import { untilReachable } from './adapters/database/patient.js';
import type { TranscodeStore } from './adapters/database/transcodes.js';
import { probeSource } from './adapters/ffmpeg/probe.js';
import { type Heartbeat, startHeartbeat } from './adapters/heartbeat.js';
import { put } from './adapters/output/patient-put.js';
import type { Scratch } from './adapters/output/scratch.js';
import { runPlan } from './adapters/run-plan.js';
import type { OpenSource, SourceServer } from './adapters/source/source-server.js';
import type { Config } from './config.js';
import type { Limits } from './domain/limits.js';
import { percentDone } from './domain/progress.js';
import type { Claim, Published, TranscodeDeps } from './domain/transcode-deps.js';
import { transcodeVideo } from './domain/transcode-video.js';
import { withPictures } from './with-pictures.js';

export interface ConverterDeps {
  config: Config;
  limits: Limits;
  files: FileClient;
  sources: SourceServer;
  scratch: Scratch;
  store: TranscodeStore;
  /** Aborted with Stopping when the process is asked to end. */
  stopping: AbortSignal;
  log: Logger;
}

/** ffmpeg that stalls is killed and tried again once. */
const MAX_ENCODE_TRIES = 2;

export const limitsOf = (config: Config): Limits => ({
  maxStreams: config.MAX_STREAMS,
  maxAudioTracks: config.MAX_AUDIO_TRACKS,
  maxPixelsPerFrame: config.MAX_PIXELS_PER_FRAME,
  maxSidePixels: config.MAX_SIDE_PIXELS,
  maxOutputBytes: config.MAX_OUTPUT_BYTES,
  wallTimeBaseSeconds: config.WALL_TIME_BASE_SECONDS,
  wallTimeFactor: config.WALL_TIME_FACTOR,
  wallTimeUnknownSeconds: config.WALL_TIME_UNKNOWN_SECONDS,
});

function transcodeDeps(deps: ConverterDeps, heartbeat: Heartbeat): TranscodeDeps<OpenSource> {
  const { config, limits, files, scratch, sources, store, stopping, log } = deps;
  const patienceMs = config.STORAGE_PATIENCE_MS;
  return {
    limits,
    maxEncodeTries: MAX_ENCODE_TRIES,
    openSource: ({ sourceKey, sourceBytes }, signal) => sources.open(sourceKey, sourceBytes, signal),
    async probe(source, { container, demuxer }, signal) {
      const input = { url: source.url, demuxer, ...limits };
      const rest = { container, sizeBytes: source.sizeBytes, timeoutMs: config.PROBE_TIMEOUT_MS, signal };
      try {
        return await probeSource({ ...input, ...rest, ffprobePath: config.FFPROBE_PATH, cwd: config.SCRATCH_DIR });
      } catch (error) {
        signal.throwIfAborted();
        throw source.fault() ?? error;
      }
    },
    async onPlan(claim, { durationSeconds, display, reasons }) {
      log.info({ videoId: claim.videoId, attempt: claim.attempt, reasons }, 'planned');
      await store.saveFacts(claim, { durationSeconds, ...display });
    },
    onPlayable: (claim, hlsPath) => untilReachable(stopping, () => store.showStream(claim, hlsPath)),
    note: ({ videoId, attempt }, what, err) => log[err ? 'warn' : 'info']({ videoId, attempt, err }, what),
    encode: (work, signal) =>
      runPlan(
        work,
        {
          ...{ files, scratch, limits, ffmpegPath: config.FFMPEG_PATH, threads: config.FFMPEG_THREADS },
          ...{ stallTimeoutMs: config.STALL_TIMEOUT_MS, parallelUploads: config.PARALLEL_UPLOADS },
          ...{ storagePatienceMs: patienceMs, scratchMaxBytes: config.SCRATCH_MAX_BYTES },
          onProgress: ({ outTimeSeconds }) => {
            const { plan, share, source } = work;
            heartbeat.setProgress(percentDone(outTimeSeconds, plan.durationSeconds, source.readFraction(), share));
          },
        },
        signal,
      ),
    putText: (key, text, signal) => put(files, key, Buffer.from(text), { signal, patienceMs }),
  };
}

/** Converts one claimed video, and shows all the while that this worker is at it. */
export const createConverter =
  (deps: ConverterDeps) =>
  async (claim: Claim): Promise<Published> => {
    const heartbeat = startHeartbeat({
      everyMs: deps.config.HEARTBEAT_MS,
      beat: (percent) => deps.store.beat(claim, percent),
      onError: (err) => deps.log.warn({ err, videoId: claim.videoId }, 'MariaDB does not answer; the work goes on'),
    });
    const signal = AbortSignal.any([deps.stopping, heartbeat.signal]);
    try {
      signal.throwIfAborted();
      return await withPictures(claim, transcodeDeps(deps, heartbeat), deps, (ready) =>
        transcodeVideo(claim, ready, signal),
      );
    } finally {
      heartbeat.stop();
    }
  };
