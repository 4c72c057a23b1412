import { withFilledSound } from './fill-sound.js';
import { type First, makeFirst, tryCopy } from './first-step.js';
import { durationSeconds, largestFirst, type Rendition } from './hls/rendition.js';
import { createMoment } from './moment.js';
import {
  isAligned,
  isCutByClock,
  judgeCopy,
  ladderStep,
  ladderWithSound,
  restStep,
  soundStep,
  type TopRung,
} from './plan/steps.js';
import { mainTrack, runStep, type Step, type Work } from './run-step.js';
import { together } from './together.js';
import type { SourceView, TranscodeDeps } from './transcode-deps.js';

const SOUND_ALONE: TopRung = { fits: true, reason: 'the sound is all that there is to make' };
const ENCODED: TopRung = { fits: true, reason: 'the first rung is there, and stays in the ladder' };

const isSound = ({ kind }: Rendition): boolean => kind === 'audio';

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
  step: Step,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  await deps.pause(work.claim);
  return runStep(work, step, deps, signal);
}

/** The top rung, cut where the copy is cut, and the sound that was made with that. */
async function insteadOfTheCopy<Source extends SourceView>(
  work: Work<Source>,
  first: First,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const reason = 'copied, to be watched until the rest is ready: parts of it are damaged, and players may stop there';
  deps.decide(work.claim, reason, first.plan.copy?.name);
  const plan = { ...restStep(work.plan, first.plan), rungs: work.plan.rungs.slice(0, 1) };
  return [...(await runRest(work, { plan }, deps, signal)), ...first.renditions.filter(isSound)];
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
  let isDamaged = false;
  const onDamage = () => {
    isDamaged = true;
  };
  const rest = await runRest(work, { plan, onDamage }, deps, signal);
  const isWhole = !isDamaged || first.plan.copy === null;
  const stays = isWhole ? first.renditions : await insteadOfTheCopy(work, first, deps, signal);
  const [picture] = stays;
  if (picture && rest.every((rendition) => isAligned(picture, rendition))) return largestFirst([...stays, ...rest]);
  deps.decide(work.claim, 'the sizes cannot be cut at the same times as the first one: all of them are encoded anew');
  return null;
}

/** The whole ladder, and the sound of the first step where it is cut at the same times. */
async function withoutTheFirst<Source extends SourceView>(
  work: Work<Source>,
  first: First,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const sound = first.renditions.filter(isSound);
  if (!sound.every((rendition) => isCutByClock(rendition, work.plan.segmentSeconds)))
    return runRest(work, { plan: ladderWithSound(work.plan) }, deps, signal);
  return [...(await runRest(work, { plan: ladderStep(work.plan) }, deps, signal)), ...sound];
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

/** First what is visible at once, then the rest of the ladder. */
async function makeInTurn<Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  if (work.plan.copy?.mayStay === false) return besideTheCopy(work, deps, signal);
  const first = await makeFirst(work, deps, signal);
  const { fits, reason } = judgeFirst(work, first);
  if (first.plan.copy) deps.decide(work.claim, reason, first.plan.copy.name);
  const measured = withLength(work, first);
  const all = fits ? await besideTheFirst(measured, first, deps, signal) : null;
  if (all) return all;
  return withoutTheFirst(measured, first, deps, signal);
}

/** Makes every rendition of a plan. */
export const makeRenditions = async <Source extends SourceView>(
  work: Work<Source>,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> => withFilledSound(work, await makeInTurn(work, deps, signal), deps, signal);
