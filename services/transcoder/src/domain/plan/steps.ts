import { averageBps, peakBps, type Rendition, type Segment } from '../hls/rendition.js';
import { type MediaProbe, toNumber, type VideoStream } from '../media-probe.js';
import { formatBitrate, sourceVideoBitrateBps, targetBitrateBps } from './bitrate.js';
import { firstRung } from './first-rung.js';
import type { TranscodePlan } from './transcode-plan.js';

/** Sources that were encoded for constant quality exceed the target here and there. */
const AVERAGE_SLACK = 1.5;
const PEAK_SLACK = 3;
/** Players change to another rung only between segments. */
const MAX_SEGMENT_SECONDS = 8;
/** A nominal rate this close to the average says that frames come at even times. */
const EVEN_RATE_TOLERANCE = 0.005;

/** What is watched first, with all the sound: nothing is encoded when the picture can be copied, else one rung. */
export function firstStep(plan: TranscodePlan): TranscodePlan {
  const { rung } = firstRung(plan.rungs);
  return { ...plan, rungs: plan.copy || !rung ? [] : [rung] };
}

/** The rungs that the first step left, when its picture stays in the ladder: cut where that picture is cut. */
export function restStep(plan: TranscodePlan, first: TranscodePlan): TranscodePlan {
  const rungs = first.copy ? plan.rungs.slice(1) : plan.rungs.filter(({ name }) => name !== first.rungs[0]?.name);
  return { ...plan, copy: null, audio: [], rungs, followsSource: first.copy !== null };
}

/** Every rung, when the picture of the first step does not stay. */
export const ladderStep = (plan: TranscodePlan): TranscodePlan => ({ ...plan, copy: null, audio: [] });

/** The sound alone. */
export const soundStep = (plan: TranscodePlan): TranscodePlan => ({ ...plan, copy: null, rungs: [] });

const isEven = ({ nominalFrameRate, averageFrameRate }: VideoStream, planned: number): boolean => {
  if (!nominalFrameRate || !averageFrameRate) return false;
  const [nominal, average] = [toNumber(nominalFrameRate), toNumber(averageFrameRate)];
  return Math.abs(nominal / average - 1) <= EVEN_RATE_TOLERANCE && Math.abs(nominal / planned - 1) < 1e-6;
};

/** False when the probe alone tells that the copy will not be the top rung: the ladder need not wait for it. */
export function mayBeTopRung(
  plan: Pick<TranscodePlan, 'display' | 'frameRate'>,
  probe: MediaProbe,
  video: VideoStream,
): boolean {
  const framesPerSecond = toNumber(plan.frameRate);
  const claimedBps = sourceVideoBitrateBps(probe, video) ?? 0;
  const isAffordable = claimedBps <= targetBitrateBps(plan.display, framesPerSecond) * AVERAGE_SLACK;
  return isAffordable && isEven(video, framesPerSecond);
}

export interface TopRung {
  fits: boolean;
  /** In words. */
  reason: string;
}

/** Decides whether the finished copy of a source serves as the top rung of its ladder. */
export function judgeCopy(plan: TranscodePlan, video: VideoStream, copied: Rendition): TopRung {
  const framesPerSecond = toNumber(plan.frameRate);
  const target = targetBitrateBps(plan.display, framesPerSecond);
  const average = averageBps(copied);
  const longest = Math.max(...copied.segments.map((segment) => segment.durationSeconds));
  const keyFrames = `key frames at most ${longest.toFixed(1)} s apart`;
  const no = (why: string): TopRung => ({
    fits: false,
    reason: `copied, to be watched until the rest is ready: ${why}`,
  });
  if (average > target * AVERAGE_SLACK || peakBps(copied) > target * PEAK_SLACK)
    return no(`with ${formatBitrate(average)} it costs more than this size needs`);
  if (longest > MAX_SEGMENT_SECONDS) return no(`its key frames are up to ${longest.toFixed(1)} s apart`);
  if (!isEven(video, framesPerSecond)) return no('its frames come at uneven times');
  return { fits: true, reason: `copied: H.264 ${video.profile} ${formatBitrate(average)}, ${keyFrames}` };
}

/** What sound is off by when it is cut at the frames of AAC that are nearest to a time. */
const SOUND_CUT_TOLERANCE_SECONDS = 0.025;

/** True when sound is cut where the clock would cut it, as every ladder is that follows no copy. */
export function isCutByClock({ segments }: Rendition, segmentSeconds: number): boolean {
  let end = 0;
  return segments.slice(0, -1).every(({ durationSeconds }, i) => {
    end += durationSeconds;
    return Math.abs(end - (i + 1) * segmentSeconds) <= SOUND_CUT_TOLERANCE_SECONDS;
  });
}

/** The ladder, when the copy does not stay with which its sound was cut: the sound is made once more, beside what plays. */
export const ladderWithSound = (plan: TranscodePlan): TranscodePlan => ({
  ...ladderStep(plan),
  audio: plan.audio.map((track) => ({ ...track, name: `${track.name}-by-clock` })),
});

const CUT_TOLERANCE_SECONDS = 0.002;

type Cut = Pick<Segment, 'durationSeconds'>;

export const haveSameCuts = (one: readonly Cut[], other: readonly Cut[]): boolean =>
  one.length === other.length &&
  one.every((segment, i) => {
    const off = segment.durationSeconds - (other[i]?.durationSeconds ?? 0);
    return Math.abs(off) <= CUT_TOLERANCE_SECONDS;
  });

/** True when both are cut at the same times, so that players may change between them at every segment. */
export const isAligned = (one: Rendition, other: Rendition): boolean => haveSameCuts(one.segments, other.segments);
