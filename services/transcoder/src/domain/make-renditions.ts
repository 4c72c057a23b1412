import { assertWhole } from './completeness.js';
import { PermanentFault } from './faults.js';
import { durationSeconds, type Rendition } from './hls/rendition.js';
import type { MediaProbe } from './media-probe.js';
import { copyStep, encodeStep, isAligned, judgeCopy, lowerStep, mayBeTopRung } from './plan/steps.js';
import type { TranscodePlan } from './plan/transcode-plan.js';
import { publishCopied, startGrowingStream } from './publish-playlists.js';
import type { Claim, EncodeWork, SourceView, TranscodeDeps } from './transcode-deps.js';

export interface Work<Source> extends EncodeWork<Source> {
  claim: Claim;
  probe: MediaProbe;
}

const mainTrack = ({ probe, plan }: Pick<Work<unknown>, 'probe' | 'plan'>) =>
  probe.video.find(({ index }) => index === plan.videoStream);

/** A file with its own video length is held to it; otherwise the longest track must be as long as the file claims to be. */
function checkLength(work: Pick<Work<unknown>, 'probe' | 'plan'>, renditions: Rendition[]): void {
  const own = mainTrack(work)?.durationSeconds ?? null;
  const lengths = renditions.map((rendition) =>
    own !== null && rendition.kind === 'audio' ? 0 : durationSeconds(rendition),
  );
  assertWhole({
    container: work.probe.container,
    declaredSeconds: own ?? work.probe.durationSeconds,
    producedSeconds: Math.max(0, ...lengths),
  });
}

/** Every picture must be there; sound that turned out to be empty is left out. */
function usable(renditions: Rendition[]): Rendition[] {
  const empty = renditions.filter(({ segments }) => segments.length === 0);
  if (empty.some(({ kind }) => kind === 'video'))
    throw new PermanentFault('unreadable', { log: 'no frame could be decoded' });
  return renditions.filter((rendition) => !empty.includes(rendition));
}

async function run<Source extends SourceView>(
  work: Work<Source>,
  plan: TranscodePlan,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const { source, as, prefix, onStored } = work;
  const made = await deps.encode({ source, as, prefix, plan, ...(onStored ? { onStored } : {}) }, signal);
  if (made.some(({ kind }) => kind === 'video')) checkLength(work, made);
  return usable(made);
}

interface Copied {
  picture: Rendition;
  audio: Rendition[];
}

async function copy<Source extends SourceView>(work: Work<Source>, deps: TranscodeDeps<Source>, signal: AbortSignal) {
  const { claim, prefix, plan } = work;
  const over = new AbortController();
  const putText = (key: string, text: string) => deps.putText(key, text, signal);
  const onPlayable = (hlsPath: string) => deps.onPlayable(claim, hlsPath);
  const growing = startGrowingStream({
    ...{ prefix, putText, onPlayable, signal: AbortSignal.any([signal, over.signal]) },
    onError: (error) => deps.note(claim, 'the growing playlists could not be written', error),
  });
  try {
    const made = await run({ ...work, onStored: growing.offer }, copyStep(plan), deps, signal);
    over.abort();
    await growing.end(made);
    await onPlayable(await publishCopied(prefix, made, putText));
    return made;
  } finally {
    over.abort();
  }
}

/** What cannot be copied is encoded: whether the source is at fault shows there. */
async function tryCopy<Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Copied | null> {
  if (!work.plan.copy) return null;
  try {
    const made = await copy(work, deps, signal);
    const [picture] = made;
    return picture ? { picture, audio: made.slice(1) } : null;
  } catch (error) {
    if (!(error instanceof PermanentFault)) throw error;
    deps.note(work.claim, 'the source could not be copied', error);
    return null;
  }
}

/** The rungs below the copy; null when they are not cut where the copy is. */
async function lowerRungs<Source extends SourceView>(
  work: Work<Source>,
  { picture }: Copied,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[] | null> {
  const step = lowerStep(work.plan);
  if (step.rungs.length === 0) return [];
  const lower = await run(work, step, deps, signal);
  return lower.every((rendition) => isAligned(picture, rendition)) ? lower : null;
}

/** Both at once; when one fails the other is broken off, and has ended when this rejects. */
async function together<One, Other>(
  signal: AbortSignal,
  one: (signal: AbortSignal) => Promise<One>,
  other: (signal: AbortSignal) => Promise<Other>,
): Promise<[One, Other]> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let first: { error: unknown } | undefined;
  const guarded = async <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    try {
      return await work(either);
    } catch (error) {
      first ??= { error };
      over.abort(error);
      throw error;
    }
  };
  const all = [guarded(one), guarded(other)] as const;
  await Promise.allSettled(all);
  if (first) throw first.error;
  return Promise.all(all);
}

/** The ladder without the copy, which is there to be watched until the ladder is ready. */
async function besideTheCopy<Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const { plan, claim } = work;
  deps.note(claim, 'the copy serves until the ladder is ready, which is encoded beside it');
  const [copied, made] = await together(
    signal,
    (either) => tryCopy(work, deps, either),
    (either) => run(work, encodeStep(plan, []), deps, either),
  );
  return copied ? [...made, ...copied.audio] : run(work, encodeStep(plan, plan.audio), deps, signal);
}

/** Makes every rendition of a plan: the copy first, which is visible at once, then what has to be encoded. */
export async function makeRenditions<Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const { plan, claim, probe } = work;
  const track = mainTrack(work);
  if (plan.copy && track && !mayBeTopRung(plan, probe, track)) return besideTheCopy(work, deps, signal);
  const copied = await tryCopy(work, deps, signal);
  if (!copied) return run(work, encodeStep(plan, plan.audio), deps, signal);
  const judged = track && judgeCopy(plan, track, copied.picture);
  deps.note(claim, judged?.reason ?? '');
  const lower = judged?.fits ? await lowerRungs(work, copied, deps, signal) : null;
  if (lower) return [copied.picture, ...lower, ...copied.audio];
  if (judged?.fits) deps.note(claim, 'the source has key frames that are none: the ladder is encoded without the copy');
  const made = await run(work, encodeStep(plan, []), deps, signal);
  return [...made, ...copied.audio];
}
