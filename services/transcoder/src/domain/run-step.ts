import { assertWhole } from './completeness.js';
import { PermanentFault } from './faults.js';
import { durationSeconds, type Rendition } from './hls/rendition.js';
import type { MediaProbe } from './media-probe.js';
import type { TranscodePlan } from './plan/transcode-plan.js';
import { retryStalled } from './retry-stalled.js';
import type { Accepted, Claim, SourceView, StoredListener, TranscodeDeps } from './transcode-deps.js';

/** One video at work. */
export interface Work<Source> {
  claim: Claim;
  source: Source;
  as: Accepted;
  probe: MediaProbe;
  /** All that is to be made. */
  plan: TranscodePlan;
  /** Of the object keys of this attempt. */
  prefix: string;
}

/** A part of the plan, which one ffmpeg makes. */
export interface Step {
  plan: TranscodePlan;
  onStored?: StoredListener;
  onDamage?: () => void;
}

export const mainTrack = ({ probe, plan }: Pick<Work<unknown>, 'probe' | 'plan'>) =>
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

/** Every picture must be there; sound that turned out to be empty, or to last no time, is left out. */
function usable(renditions: Rendition[]): Rendition[] {
  const empty = renditions.filter((rendition) => durationSeconds(rendition) <= 0);
  if (empty.some(({ kind }) => kind === 'video'))
    throw new PermanentFault('unreadable', { log: 'no frame could be decoded' });
  return renditions.filter((rendition) => !empty.includes(rendition));
}

/** @throws PermanentFault when the source does not give all that it promised */
export async function runStep<Source extends SourceView>(
  work: Work<Source>,
  step: Step,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const { source, as, prefix } = work;
  const startSeconds = mainTrack(work)?.firstPacket?.startSeconds ?? 0;
  const encodeWork = { source, as, prefix, startSeconds, ...step };
  const made = await retryStalled(deps.maxEncodeTries, () => deps.encode(encodeWork, signal));
  const isSoundAlone = work.plan.videoStream === null;
  if (isSoundAlone || made.some(({ kind }) => kind === 'video')) checkLength(work, made);
  return usable(made);
}
