import type { FileClient } from '@kinora/file-client';
import { plannedRenditions, type Rendition } from '../domain/hls/rendition.js';
import { type Limits, wallTimeSeconds } from '../domain/limits.js';
import { COPY_NAME, soundFollows } from '../domain/plan/copy.js';
import type { JournalStep } from '../domain/resume/journal.js';
import { NOTHING_TAKEN_OVER, type TakenOver, takeOver } from '../domain/resume/resume-step.js';
import type { EncodeWork } from '../domain/transcode-deps.js';
import { type Encoder, startEncoder } from './ffmpeg/encode.js';
import type { Progress } from './ffmpeg/progress.js';
import type { Journal } from './output/journal.js';
import { startPublisher } from './output/publisher.js';
import { DoesNotContinue } from './output/rendition-output.js';
import type { Scratch } from './output/scratch.js';
import type { OpenSource } from './source/source-server.js';

export interface RunPlanDeps {
  files: FileClient;
  scratch: Scratch;
  journal: Journal;
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

async function runIn(
  folder: string,
  work: Work,
  { resume, kept, repeated }: TakenOver,
  deps: RunPlanDeps,
  signal: AbortSignal,
): Promise<Rendition[]> {
  let encoder: Encoder | undefined;
  const publisher = await startPublisher({
    ...{ files: deps.files, folder, prefix: work.prefix, renditions: plannedRenditions(work.plan), signal },
    ...{ parallelUploads: deps.parallelUploads, patienceMs: deps.storagePatienceMs },
    ...{ scratchMaxBytes: deps.scratchMaxBytes, maxOutputBytes: deps.limits.maxOutputBytes },
    ...(work.onStored ? { onStored: work.onStored } : {}),
    soundFollows: soundFollows(work.plan),
    ...{ kept, repeated, record: (soFar) => deps.journal.offer(work.plan, soFar) },
    setEncoderPaused: (paused) => encoder?.setPaused(paused),
  });
  try {
    encoder = startEncoder({
      ...{ plan: work.plan, input: { url: work.source.url, demuxer: work.as.demuxer, ...deps.limits }, resume },
      ...{ threads: deps.threads, ffmpegPath: deps.ffmpegPath, cwd: folder, signal, onProgress: deps.onProgress },
      ...{ bounds: deps.limits, maxDurationSeconds: deps.limits.maxDurationSeconds },
      ...{ stallTimeoutMs: deps.stallTimeoutMs, readBytes: () => work.source.readBytes() },
      onDamage() {
        deps.journal.noteDamage(work.plan);
        work.onDamage?.();
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
 * One ffmpeg process, its segments stored while it works, nothing left in the scratch folder.
 * A source that broke off explains everything that went wrong after it, and what seemed to go right.
 */
async function run(work: Work, taken: TakenOver, deps: RunPlanDeps, signal: AbortSignal): Promise<Rendition[]> {
  const folder = await deps.scratch.create();
  const over = new AbortController();
  try {
    const renditions = await runIn(folder, work, taken, deps, AbortSignal.any([signal, over.signal]));
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

/** What the journal says is believed when the last segment of each rendition is there. */
async function storedStep({ plan }: Work, { files, journal }: RunPlanDeps): Promise<JournalStep | null> {
  const step = journal.stepOf(plan);
  if (!step) return null;
  const last = step.renditions.flatMap(({ segments }) => segments.at(-1) ?? []);
  const found = await Promise.all(
    last.map(async ({ key, sizeBytes }) => (await files.head(key))?.sizeBytes === sizeBytes),
  );
  return found.every(Boolean) ? step : null;
}

/** Every rendition of a finished step; what turned out to be empty is not in the journal. */
const renditionsOf = ({ plan }: Work, { renditions }: JournalStep): Rendition[] =>
  plannedRenditions(plan).map((planned) => ({
    ...{ ...planned, codecs: '', initKey: '', initSizeBytes: 0, segments: [] },
    ...renditions.find(({ name }) => name === planned.name),
  }));

/** Runs a plan, or what is left of it to do after the earlier runs that the journal knows of. */
export async function runPlan(work: Work, deps: RunPlanDeps, signal: AbortSignal): Promise<Rendition[]> {
  const { journal } = deps;
  const { plan, startSeconds, as } = work;
  const stored = await storedStep(work, deps);
  if (stored?.isDamaged) work.onDamage?.();
  if (stored?.isFinished) return renditionsOf(work, stored);
  const followed = plan.followsSource ? journal.finished(COPY_NAME) : null;
  const taken = stored
    ? takeOver(plan, stored, { container: as.container, startSeconds, followed })
    : NOTHING_TAKEN_OVER;
  const renditions = await run(work, taken, deps, signal).catch((error: unknown) => {
    if (!(error instanceof DoesNotContinue)) throw error;
    journal.drop(plan);
    return run(work, NOTHING_TAKEN_OVER, deps, signal);
  });
  await journal.finish(plan, renditions);
  return renditions;
}
