import type { FileClient } from '@kinora/file-client';
import { plannedRenditions, type Rendition } from '../domain/hls/rendition.js';
import { type Limits, wallTimeSeconds } from '../domain/limits.js';
import { COPY_NAME, soundFollows } from '../domain/plan/copy.js';
import type { TranscodePlan } from '../domain/plan/transcode-plan.js';
import { begunTogether } from '../domain/resume/begun.js';
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

interface Run {
  taken: TakenOver;
  /** What ffmpeg reads. */
  url: string;
  /** What it reads ends before the source does. */
  isBeginning: boolean;
}

async function runIn(
  folder: string,
  work: Work,
  { taken: { resume, kept, repeated }, url, isBeginning }: Run,
  deps: RunPlanDeps,
  signal: AbortSignal,
): Promise<Rendition[]> {
  let encoder: Encoder | undefined;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const publisher = await startPublisher({
    ...{ files: deps.files, folder, prefix: work.prefix, renditions: plannedRenditions(work.plan), signal: either },
    ...{ parallelUploads: deps.parallelUploads, patienceMs: deps.storagePatienceMs },
    ...{ scratchMaxBytes: deps.scratchMaxBytes, maxOutputBytes: deps.limits.maxOutputBytes },
    ...(work.onStored ? { onStored: work.onStored } : {}),
    soundFollows: soundFollows(work.plan),
    ...{ kept, repeated, isBeginning },
    record: (soFar) => !isBeginning && deps.journal.offer(work.plan, soFar),
    setEncoderPaused: (paused) => encoder?.setPaused(paused),
  });
  try {
    encoder = startEncoder({
      ...{ plan: work.plan, input: { url, demuxer: work.as.demuxer, ...deps.limits }, resume },
      ...{ threads: deps.threads, ffmpegPath: deps.ffmpegPath, onProgress: deps.onProgress },
      ...{ cwd: folder, signal: either },
      ...{ bounds: deps.limits, maxDurationSeconds: deps.limits.maxDurationSeconds },
      ...{ stallTimeoutMs: deps.stallTimeoutMs, readBytes: () => work.source.readBytes() },
      onDamage() {
        deps.journal.noteDamage(work.plan);
        work.onDamage?.();
      },
      wallTimeMs: 1_000 * wallTimeSeconds(work.plan.durationSeconds, deps.limits),
    });
    const done = Promise.race([encoder.done, publisher.failed]).then(() => false);
    const isEnough = await Promise.race(isBeginning ? [done, publisher.begun.then(() => true)] : [done]);
    return await (isEnough ? publisher.soFar() : publisher.finish());
  } finally {
    publisher.stop();
    over.abort();
    // It may write into its folder until then.
    await encoder?.done.catch(() => {});
  }
}

/**
 * One ffmpeg process, its segments stored while it works, nothing left in the scratch folder.
 * A source that broke off explains everything that went wrong after it, and what seemed to go right.
 */
async function run(work: Work, what: Run, deps: RunPlanDeps, signal: AbortSignal): Promise<Rendition[]> {
  const folder = await deps.scratch.create();
  try {
    const renditions = await runIn(folder, work, what, deps, signal);
    const fault = work.source.fault();
    if (fault) throw fault;
    return renditions;
  } catch (error) {
    signal.throwIfAborted();
    throw work.source.fault() ?? error;
  } finally {
    await deps.scratch.remove(folder);
  }
}

const runAll = (work: Work, taken: TakenOver, deps: RunPlanDeps, signal: AbortSignal): Promise<Rendition[]> =>
  run(work, { taken, url: work.source.url, isBeginning: false }, deps, signal);

/** Nothing is made up in it, such as silence at the end. */
const isCopied = ({ copy, rungs, audio }: TranscodePlan): boolean =>
  copy !== null && rungs.length === 0 && audio.every((track) => track.isCopied);

/**
 * Makes the first segments of a copy, of a source whose index takes long to read, so that an hour can be watched as soon
 * as a minute. Whatever goes wrong here shows again in the run over the whole source, where it counts.
 */
async function runBeginning(work: Work, deps: RunPlanDeps, signal: AbortSignal): Promise<TakenOver> {
  const { plan, startSeconds, as, source } = work;
  const isLong = (await source.beginning.bitratesBps()).size > 0;
  if (!isLong || !isCopied(plan)) return NOTHING_TAKEN_OVER;
  const what = { taken: NOTHING_TAKEN_OVER, url: source.beginning.url, isBeginning: true };
  const made = await run(work, what, { ...deps, onProgress: () => {} }, signal).catch((): Rendition[] => {
    signal.throwIfAborted();
    return [];
  });
  const renditions = begunTogether(made);
  if (renditions.length === 0) return NOTHING_TAKEN_OVER;
  return takeOver(plan, { renditions }, { container: as.container, startSeconds, followed: null });
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
    : await runBeginning(work, deps, signal);
  const renditions = await runAll(work, taken, deps, signal).catch((error: unknown) => {
    if (!(error instanceof DoesNotContinue)) throw error;
    journal.drop(plan);
    return runAll(work, NOTHING_TAKEN_OVER, deps, signal);
  });
  await journal.finish(plan, renditions);
  return renditions;
}
