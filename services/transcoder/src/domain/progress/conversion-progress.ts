import { explain, type PlannedRendition, plannedRenditions, type Rendition } from '../hls/rendition.js';
import type { TranscodePlan } from '../plan/transcode-plan.js';
import { createNeverFalling } from './never-falling.js';
import { createPace } from './pace.js';
import { createReasons } from './reasons.js';
import { createRenditionBoard, percentOf, type RenditionProgress } from './rendition-board.js';
import { createCountdown } from './seconds-left.js';
import { createWorkDone, type WorkDone } from './work-done.js';

/** Where a conversion is. */
export interface ConversionReport {
  /** Of the whole, 0 to 99; it never falls. */
  percent: number;
  /** Seconds of video encoded in a second; null while nothing is encoded. */
  speed: number | null;
  /** Until all is ready; null while it cannot be told. */
  secondsLeft: number | null;
  /** What was decided, in words. */
  reasons: string[];
  renditions: RenditionProgress[];
}

/** What ffmpeg tells of a step. */
export interface StepReport {
  /** Length that was written. */
  outTimeSeconds: number | null;
  /** How much of the source was read: all there is to tell by when the length is not known. */
  readFraction: number;
}

export interface RunningStep {
  advance(report: StepReport): void;
  finish(made: Rendition[]): void;
  /** The step gave way to others, and goes on later. */
  pause(): void;
  /** The step broke off. */
  abandon(): void;
}

export interface ConversionProgress {
  plan(plan: TranscodePlan, expected: PlannedRendition[]): void;
  /** Remembers a decision, in words; one about a rendition is its reason from then on. */
  decide(reason: string, rendition?: string): void;
  startStep(step: TranscodePlan): RunningStep;
  report(): ConversionReport;
}

/** How fast the step that encodes comes on, and the whole work. A step that only copies is over before it matters. */
function createPaces(nowSeconds: () => number) {
  const [speed, work] = [createPace(), createPace()];
  const countDown = createCountdown();
  let encoding = 0;
  return {
    start() {
      if (encoding++ === 0) work.reset();
      speed.reset();
    },
    add(outTimeSeconds: number, fraction: number) {
      speed.add(nowSeconds(), outTimeSeconds);
      work.add(nowSeconds(), fraction);
    },
    end: () => void encoding--,
    speed: () => (encoding > 0 ? speed.perSecond() : null),
    secondsLeft(fraction: number) {
      const perSecond = work.perSecond() ?? 0;
      return countDown(nowSeconds(), encoding > 0 && perSecond > 0 ? (1 - fraction) / perSecond : null);
    },
  };
}

/**
 * Follows one attempt at a video through its steps, whichever they are.
 * @param fromPercent how far earlier attempts came
 */
export function createConversionProgress(fromPercent: number, nowSeconds: () => number): ConversionProgress {
  const board = createRenditionBoard();
  const reasons = createReasons();
  const shown = createNeverFalling(fromPercent / 100);
  const paces = createPaces(nowSeconds);
  let work: WorkDone | undefined;
  const fraction = () => work?.fraction() ?? 0;

  return {
    plan(plan, expected) {
      const names = expected.map(({ name }) => name);
      work = createWorkDone(plan, names);
      board.plan(expected);
      const unlikely = plannedRenditions(plan).filter(({ name }) => !names.includes(name));
      const unsaid = new Set(unlikely.map(explain));
      for (const reason of plan.reasons) if (!unsaid.has(reason)) reasons.add(reason);
    },

    decide(reason, rendition) {
      const known = rendition === undefined ? undefined : board.find(rendition);
      if (!known) return reasons.add(reason);
      board.explain(known.name, reason);
      reasons.replace(explain(known), explain({ ...known, reason }));
    },

    startStep(step) {
      const planned = plannedRenditions(step);
      const names = planned.map(({ name }) => name);
      const isEncoding = step.rungs.length > 0;
      for (const unexpected of planned) if (!board.find(unexpected.name)) reasons.add(explain(unexpected));
      board.start(planned);
      const setDone = work?.startStep(step);
      shown.restart();
      if (isEncoding) paces.start();
      const end = () => isEncoding && paces.end();
      return {
        advance({ outTimeSeconds, readFraction }) {
          const { durationSeconds } = step;
          const done = durationSeconds === null ? readFraction : (outTimeSeconds ?? 0) / durationSeconds;
          setDone?.(done);
          shown.set(fraction());
          board.advance(names, done);
          if (isEncoding) paces.add(outTimeSeconds ?? 0, fraction());
        },
        finish(made) {
          setDone?.(1);
          shown.set(fraction());
          board.finish(made);
          end();
        },
        pause() {
          board.pause(names);
          end();
        },
        abandon() {
          board.abandon(names);
          end();
        },
      };
    },

    report: () => ({
      percent: percentOf(shown.shown()),
      speed: paces.speed(),
      secondsLeft: paces.secondsLeft(fraction()),
      reasons: reasons.all(),
      renditions: board.all(),
    }),
  };
}
