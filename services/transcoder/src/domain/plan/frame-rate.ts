import { type Rational, toNumber, type VideoStream } from '../media-probe.js';

const MAX_FRAME_RATE = 60;
/** Slower sources get their frames repeated: it costs next to nothing and seeking stays exact. */
const MIN_FRAME_RATE = 10;
/** 60000/1001 and measured averages a little above the limit are still 60. */
const TOLERANCE = 0.02;
/** A nominal rate this much above the average says that frames come at uneven times. */
const VARIABLE_FACTOR = 1.1;

export interface FrameRateDecision {
  rate: Rational;
  reason: string;
}

const isUsable = (rate: Rational | null): rate is Rational => rate !== null && rate.num > 0 && rate.den > 0;
const show = (rate: Rational): string => String(Number(toNumber(rate).toFixed(3)));

function evenRate(averageFps: number): FrameRateDecision {
  const rate = { num: averageFps <= 30 * (1 + TOLERANCE) ? 30 : 60, den: 1 };
  return {
    rate,
    reason: `${rate.num} frames a second: they come at uneven times, ${averageFps.toFixed(1)} a second on average`,
  };
}

function bounded(rate: Rational): FrameRateDecision {
  const fps = toNumber(rate);
  const divisor = Math.max(1, Math.ceil(fps / (MAX_FRAME_RATE * (1 + TOLERANCE))));
  if (divisor > 1) {
    const lower = { num: rate.num, den: rate.den * divisor };
    return { rate: lower, reason: `${show(lower)} frames a second: one of ${divisor} of the source's ${show(rate)}` };
  }
  if (fps < MIN_FRAME_RATE) {
    return {
      rate: { num: MIN_FRAME_RATE, den: 1 },
      reason: `${MIN_FRAME_RATE} frames a second: the source's ${show(rate)} are repeated`,
    };
  }
  return { rate, reason: `${show(rate)} frames a second, as in the source` };
}

/** One constant rate for all renditions, so that they can be cut at the same times. */
export function decideFrameRate({ nominalFrameRate, averageFrameRate }: VideoStream): FrameRateDecision {
  const nominal = isUsable(nominalFrameRate) ? nominalFrameRate : null;
  const average = isUsable(averageFrameRate) ? averageFrameRate : null;
  if (!nominal && !average)
    return { rate: { num: 30, den: 1 }, reason: '30 frames a second: the source does not say its rate' };
  if (nominal && average && toNumber(nominal) > toNumber(average) * VARIABLE_FACTOR) return evenRate(toNumber(average));
  return bounded(nominal ?? (average as Rational));
}
