import type { FileClient } from '@kinora/file-client';
import { plannedRenditions, type Rendition } from '../domain/hls/rendition.js';
import { type Limits, wallTimeSeconds } from '../domain/limits.js';
import type { EncodeWork } from '../domain/transcode-deps.js';
import { type Encoder, startEncoder } from './ffmpeg/encode.js';
import type { Progress } from './ffmpeg/progress.js';
import { startPublisher } from './output/publisher.js';
import type { Scratch } from './output/scratch.js';
import type { OpenSource } from './source/source-server.js';

export interface RunPlanDeps {
  files: FileClient;
  scratch: Scratch;
  limits: Limits;
  ffmpegPath: string;
  threads: number;
  stallTimeoutMs: number;
  parallelUploads: number;
  storagePatienceMs: number;
  scratchMaxBytes: number;
  onProgress: (progress: Progress) => void;
}

type Work = EncodeWork<OpenSource>;

async function runIn(folder: string, work: Work, deps: RunPlanDeps, signal: AbortSignal): Promise<Rendition[]> {
  let encoder: Encoder | undefined;
  const publisher = await startPublisher({
    ...{ files: deps.files, folder, prefix: work.prefix, renditions: plannedRenditions(work.plan), signal },
    ...{ parallelUploads: deps.parallelUploads, patienceMs: deps.storagePatienceMs },
    ...{ scratchMaxBytes: deps.scratchMaxBytes, maxOutputBytes: deps.limits.maxOutputBytes },
    ...(work.onStored ? { onStored: work.onStored } : {}),
    setEncoderPaused: (paused) => encoder?.setPaused(paused),
  });
  try {
    encoder = startEncoder({
      ...{ plan: work.plan, input: { url: work.source.url, demuxer: work.as.demuxer, ...deps.limits } },
      ...{ threads: deps.threads, ffmpegPath: deps.ffmpegPath, cwd: folder, signal, onProgress: deps.onProgress },
      ...{
        bounds: deps.limits,
        stallTimeoutMs: deps.stallTimeoutMs,
        maxDurationSeconds: deps.limits.maxDurationSeconds,
      },
      wallTimeMs: 1_000 * wallTimeSeconds(work.plan.durationSeconds, deps.limits),
    });
    await Promise.race([encoder.done, publisher.failed]);
    return await publisher.finish();
  } finally {
    publisher.stop();
  }
}

/**
 * Runs a plan: one ffmpeg process, its segments stored while it works, nothing left in the scratch folder.
 * A source that broke off explains everything that went wrong after it, and what seemed to go right.
 */
export async function runPlan(work: Work, deps: RunPlanDeps, signal: AbortSignal): Promise<Rendition[]> {
  const folder = await deps.scratch.create();
  const over = new AbortController();
  try {
    const renditions = await runIn(folder, work, deps, AbortSignal.any([signal, over.signal]));
    const fault = work.source.fault();
    if (fault) throw fault;
    return renditions;
  } catch (error) {
    signal.throwIfAborted();
    throw work.source.fault() ?? error;
  } finally {
    over.abort();
    await deps.scratch.remove(folder);
  }
}
