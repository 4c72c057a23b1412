import type { TranscodePlan } from '../plan/transcode-plan.js';

/** Decoding a pixel, against encoding one. */
const DECODE_COST = 0.4;
/** Packing a pixel anew, against encoding it. */
const COPY_COST = 0.01;
/** Encoding sound, in pixels of a picture. */
const SOUND_PIXELS = 20_000;

const pixels = ({ width, height }: { width: number; height: number }): number => width * height;

/** What each rendition of a plan costs, by name. */
function costs({ copy, rungs, audio }: TranscodePlan): Map<string, number> {
  return new Map([
    ...(copy ? [[copy.name, COPY_COST * pixels(copy)] as const] : []),
    ...rungs.map((rung) => [rung.name, pixels(rung)] as const),
    ...audio.map(({ name, isCopied }) => [name, isCopied ? 1 : SOUND_PIXELS] as const),
  ]);
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

interface Step {
  names: string[];
  cost: number;
  fraction: number;
}

export interface WorkDone {
  /** @returns tells how much of the step is done, 0 to 1; less than before counts as before */
  startStep(step: TranscodePlan): (fraction: number) => void;
  /** Of all the work that is known of, 0 to 1. It falls when a step brings work that was not expected. */
  fraction(): number;
}

/**
 * Weighs the steps of a conversion, whatever they are, by the pixels that they decode and encode: a step of one small rung
 * is no half of the work. What was expected and in no step yet is one step to come.
 */
export function createWorkDone(plan: TranscodePlan, expected: string[]): WorkDone {
  const decodeCost = DECODE_COST * pixels(plan.display);
  const planned = costs(plan);
  const toCome = new Map(expected.map((name) => [name, planned.get(name) ?? 0]));
  let steps: Step[] = [];
  const costToCome = () => {
    const isDecoding = plan.rungs.some(({ name }) => toCome.has(name));
    return sum(toCome.values()) + (isDecoding ? decodeCost : 0);
  };
  return {
    startStep(started) {
      const parts = costs(started);
      const names = [...parts.keys()];
      for (const name of names) toCome.delete(name);
      // The same once more, after ffmpeg stalled.
      steps = steps.filter((earlier) => !earlier.names.every((name) => parts.has(name)));
      const step: Step = {
        names,
        cost: sum(parts.values()) + (started.rungs.length > 0 ? decodeCost : 0),
        fraction: 0,
      };
      steps.push(step);
      return (fraction) => {
        step.fraction = Math.min(1, Math.max(step.fraction, fraction));
      };
    },
    fraction() {
      const all = sum(steps.map(({ cost }) => cost)) + costToCome();
      return all > 0 ? sum(steps.map(({ cost, fraction }) => cost * fraction)) / all : 0;
    },
  };
}
