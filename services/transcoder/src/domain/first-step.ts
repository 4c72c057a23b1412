import { NotCopyable, PermanentFault } from './faults.js';
import { paceOf, startGrowingStream } from './growing-stream.js';
import type { Rendition } from './hls/rendition.js';
import { firstStep } from './plan/steps.js';
import type { TranscodePlan } from './plan/transcode-plan.js';
import { publishFirst } from './publish-playlists.js';
import { runStep, type Work } from './run-step.js';
import type { SourceView, TranscodeDeps } from './transcode-deps.js';

/** What the first step made: one picture, and all the sound. */
export interface First {
  plan: TranscodePlan;
  renditions: Rendition[];
}

async function publishStep<Source extends SourceView>(
  work: Work<Source>,
  plan: TranscodePlan,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<First> {
  const { claim, prefix } = work;
  const over = new AbortController();
  const putText = (key: string, text: string) => deps.putText(key, text, signal);
  const onPlayable = (hlsPath: string) => deps.onPlayable(claim, hlsPath);
  const growing = startGrowingStream({
    ...{ prefix, putText, pace: paceOf(plan), onPlayable, signal: AbortSignal.any([signal, over.signal]) },
    onError: (error) => deps.note(claim, 'the growing playlists could not be written', error),
  });
  try {
    const renditions = await runStep(work, { plan, onStored: growing.offer }, deps, signal);
    over.abort();
    await growing.end(renditions);
    await onPlayable(await publishFirst(prefix, renditions, putText));
    return { plan, renditions };
  } finally {
    over.abort();
  }
}

/** Copies the picture; null when that cannot be done. Whether the source is at fault shows when it is encoded. */
export async function tryCopy<Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<First | null> {
  if (!work.plan.copy) return null;
  try {
    return await publishStep(work, firstStep(work.plan), deps, signal);
  } catch (error) {
    if (!(error instanceof PermanentFault)) throw error;
    const why = error instanceof NotCopyable ? `is not copied: ${error.why}` : 'could not be copied after all';
    deps.decide(work.claim, `the source ${why}; it is encoded`);
    deps.note(work.claim, 'the source could not be copied', error);
    return null;
  }
}

/** Makes what is watched first, which is visible while it grows: the copy, else one rung. */
export const makeFirst = async <Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<First> =>
  (await tryCopy(work, deps, signal)) ??
  (await publishStep(work, firstStep({ ...work.plan, copy: null }), deps, signal));
