import type { Rendition } from '../hls/rendition.js';
import { durationSeconds } from '../hls/rendition.js';
import type { TranscodePlan } from '../plan/transcode-plan.js';
import type { Accepted, Claim, SourceView, TranscodeDeps } from '../transcode-deps.js';
import { type ExtractedSubtitles, publishSubtitles } from './publish-subtitles.js';

interface Work {
  claim: Claim;
  as: Accepted;
  plan: TranscodePlan;
  prefix: string;
}

const LEFT_OUT = 'the subtitles are left out: they could not be read';

/** A video without its subtitles is better than none: whatever goes wrong with them is told, and they are left out. */
async function orNone<Item>(
  { claim }: Work,
  { note, decide }: Pick<TranscodeDeps<SourceView>, 'note' | 'decide'>,
  signal: AbortSignal,
  make: () => Promise<Item[]>,
): Promise<Item[]> {
  try {
    return await make();
  } catch (error) {
    signal.throwIfAborted();
    note(claim, LEFT_OUT, error);
    decide(claim, LEFT_OUT);
    return [];
  }
}

/** Reads what the plan keeps of the text in a source. @throws only the signal's reason */
export const readSubtitles = async <Source extends SourceView>(
  work: Work,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<ExtractedSubtitles[]> => {
  const { subtitles } = work.plan;
  if (subtitles.length === 0) return [];
  return orNone(work, deps, signal, () => deps.readSubtitles(work.claim, work.as, subtitles, signal));
};

/** Stores subtitles as long as the video is. @throws only the signal's reason */
export const storeSubtitles = <Source extends SourceView>(
  work: Work,
  { extracted, made }: { extracted: ExtractedSubtitles[]; made: Rendition[] },
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
) =>
  orNone(work, deps, signal, () =>
    publishSubtitles(extracted, {
      ...{ prefix: work.prefix, durationSeconds: Math.max(...made.map(durationSeconds)) },
      putText: (key, text) => deps.putText(key, text, signal),
      decide: (reason) => deps.decide(work.claim, reason),
    }),
  );
