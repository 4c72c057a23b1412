import { type Rational, toNumber, type VideoStream } from '../media-probe.js';
import type { Deinterlacing } from './deinterlace.js';

const MAX_FRAME_RATE = 60;
/** Slower sources get their frames repeated: it costs next to nothing and seeking stays exact. */
const MIN_FRAME_RATE = 10;
/** 60000/1001 and measured averages a little above the limit are still 60. */
const TOLERANCE = 0.02;
/** A nominal rate this much above the average says that frames come at uneven times. */
const VARIABLE_FACTOR = 1.1;

/** What cameras, discs and broadcasts have; an average this close to one of them is that rate with frames that come early or late. */
const STANDARD_RATES: Rational[] = [
  ...[24_000, 30_000, 60_000].map((num) => ({ num, den: 1_001 })),
  ...[24, 25, 30, 50, 60].map((num) => ({ num, den: 1 })),
];
const STANDARD_TOLERANCE = 0.005;
/** Some files name the rate of fields. */
const FIELDS_A_FRAME = 2;

export interface FrameRateDecision {
  rate: Rational;
  reason: string;
}

const isUsable = (rate: Rational | null): rate is Rational => rate !== null && rate.num > 0 && rate.den > 0;
const show = (rate: Rational): string => String(Number(toNumber(rate).toFixed(3)));

const nearestStandard = (fps: number): Rational | undefined =>
  STANDARD_RATES.filter((rate) => Math.abs(toNumber(rate) / fps - 1) <= STANDARD_TOLERANCE).toSorted(
    (a, b) => Math.abs(toNumber(a) - fps) - Math.abs(toNumber(b) - fps),
  )[0];

function evenRate(averageFps: number): FrameRateDecision {
  const rate = nearestStandard(averageFps) ?? { num: averageFps <= 30 * (1 + TOLERANCE) ? 30 : 60, den: 1 };
  return {
    rate,
    reason: `${show(rate)} frames a second: they come at uneven times, ${averageFps.toFixed(1)} a second on average`,
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

const isFieldRate = (nominal: Rational, average: Rational): boolean =>
  Math.abs(toNumber(nominal) / toNumber(average) / FIELDS_A_FRAME - 1) <= TOLERANCE;

/** One constant rate for all renditions, so that they can be cut at the same times. */
export function decideFrameRate(
  { nominalFrameRate, averageFrameRate }: VideoStream,
  deinterlacing: Deinterlacing | null,
): FrameRateDecision {
  const nominal = isUsable(nominalFrameRate) ? nominalFrameRate : null;
  const average = isUsable(averageFrameRate) ? averageFrameRate : null;
  if (deinterlacing && nominal && average && isFieldRate(nominal, average)) return bounded(average);
  if (!nominal && !average)
    return { rate: { num: 30, den: 1 }, reason: '30 frames a second: the source does not say its rate' };
  if (nominal && average && toNumber(nominal) > toNumber(average) * VARIABLE_FACTOR) return evenRate(toNumber(average));
  return bounded(nominal ?? (average as Rational));
}
