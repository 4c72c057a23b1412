import { type First, makeFirst, tryCopy } from './first-step.js';
import { durationSeconds, largestFirst, type Rendition } from './hls/rendition.js';
import { isAligned, judgeCopy, ladderStep, mayBeTopRung, restStep, soundStep, type TopRung } from './plan/steps.js';
import type { TranscodePlan } from './plan/transcode-plan.js';
import { mainTrack, runStep, type Work } from './run-step.js';
import { together } from './together.js';
import type { SourceView, TranscodeDeps } from './transcode-deps.js';

const SOUND_ALONE: TopRung = { fits: true, reason: 'the sound is all that there is to make' };
const ENCODED: TopRung = { fits: true, reason: 'the first rung is there, and stays in the ladder' };

const isSound = ({ kind }: Rendition): boolean => kind === 'audio';

/** Something that one waits for and another brings about. */
function createMoment() {
  let comes = () => {};
  const came = new Promise<void>((resolve) => {
    comes = resolve;
  });
  return { came, comes };
}

/** The ladder without the copy, which serves until the ladder is ready. Nothing is encoded before the copy can be watched. */
async function besideTheCopy<Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const { plan, claim } = work;
  deps.decide(claim, 'copied, to be watched until the rest is ready, which is encoded beside it', plan.copy?.name);
  const shown = createMoment();
  const onPlayable: typeof deps.onPlayable = (...stream) => deps.onPlayable(...stream).then(shown.comes);
  const [copied, ladder] = await together(
    signal,
    (either) => tryCopy(work, { ...deps, onPlayable }, either).finally(shown.comes),
    async (either) => {
      await shown.came;
      either.throwIfAborted();
      return runStep(work, { plan: ladderStep(plan) }, deps, either);
    },
  );
  if (copied) return [...ladder, ...copied.renditions.filter(isSound)];
  const sound = plan.audio.length > 0 ? await runStep(work, { plan: soundStep(plan) }, deps, signal) : [];
  return [...ladder, ...sound];
}

/** What can be watched may wait for what cannot. */
async function runRest<Source extends SourceView>(
  work: Work<Source>,
  plan: TranscodePlan,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  await deps.pause(work.claim);
  return runStep(work, { plan }, deps, signal);
}

/** What the first step made, and the rungs beside it; null when they are not cut where its picture is. */
async function besideTheFirst<Source extends SourceView>(
  work: Work<Source>,
  first: First,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[] | null> {
  const plan = restStep(work.plan, first.plan);
  if (plan.rungs.length === 0) return first.renditions;
  const rest = await runRest(work, plan, deps, signal);
  const [picture] = first.renditions;
  if (picture && rest.every((rendition) => isAligned(picture, rendition)))
    return largestFirst([...first.renditions, ...rest]);
  deps.decide(work.claim, 'the sizes cannot be cut at the same times as the first one: all of them are encoded anew');
  return null;
}

function judgeFirst(work: Work<unknown>, first: First): TopRung {
  const track = mainTrack(work);
  const [picture] = first.renditions;
  if (work.plan.videoStream === null) return SOUND_ALONE;
  return first.plan.copy && track && picture ? judgeCopy(work.plan, track, picture) : ENCODED;
}

/** A source that does not tell its length has told it when the first step went through it. */
function withLength<Source>(work: Work<Source>, { renditions }: First): Work<Source> {
  const seconds = work.plan.durationSeconds ?? Math.max(...renditions.map(durationSeconds));
  return { ...work, plan: { ...work.plan, durationSeconds: seconds } };
}

/** Makes every rendition of a plan: first what is visible at once, then the rest of the ladder. */
export async function makeRenditions<Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const track = mainTrack(work);
  if (work.plan.copy && track && !mayBeTopRung(work.plan, work.probe, track)) return besideTheCopy(work, deps, signal);
  const first = await makeFirst(work, deps, signal);
  const { fits, reason } = judgeFirst(work, first);
  if (first.plan.copy) deps.decide(work.claim, reason, first.plan.copy.name);
  const measured = withLength(work, first);
  const all = fits ? await besideTheFirst(measured, first, deps, signal) : null;
  if (all) return all;
  const made = await runRest(measured, ladderStep(measured.plan), deps, signal);
  return [...made, ...first.renditions.filter(isSound)];
}
