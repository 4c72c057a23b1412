/** How far a video is, for those who wait for it: nothing can be watched, the first rendition grows, the rest of the ladder is made. */
export type Stage = 'nothing-playable' | 'first-growing' | 'ladder';

/** Name of the multivariant playlist of a stream that grows; the others have all of what they name. */
export const GROWING_STREAM_FILE = 'growing.m3u8';

/** The same of a first step that is whole. */
export const FIRST_STREAM_FILE = 'first.m3u8';

/** Names all that is made of a video. */
export const LADDER_STREAM_FILE = 'main.m3u8';

/** How far a video is, by the object key of its multivariant playlist. */
export function stageOf(hlsPath: string | null): Stage {
  if (!hlsPath) return 'nothing-playable';
  return hlsPath.endsWith(`/${GROWING_STREAM_FILE}`) ? 'first-growing' : 'ladder';
}

/** What decides when a video's turn is. */
export interface Urgency {
  stage: Stage;
  /** Null until the source was probed, or when it does not tell. */
  durationSeconds: number | null;
  sizeBytes: number | null;
  /** Since its last byte arrived. */
  waitedSeconds: number;
}

const STAGES: readonly Stage[] = ['nothing-playable', 'first-growing', 'ladder'];
/** Whether a video in one stage has less to be watched than in the other. */
export const isBefore = (one: Stage, other: Stage): boolean => STAGES.indexOf(one) < STAGES.indexOf(other);

/** More than all lengths differ by: the stage comes first, as long as nobody waited for hours. */
const BANDS_BETWEEN_STAGES = 32;

/** Up to this length all are alike; each doubling of it is a band. */
const SHORTEST_SECONDS = 10;
const MAX_LENGTH_BAND = 15;
/** What the length is guessed by before the probe. */
const USUAL_BITRATE_BPS = 4_000_000;
const UNKNOWN_LENGTH_SECONDS = 600;
/** A three-hour film waits like a new clip of ten seconds after 2.5 hours, and with its ladder after 18.5 hours. */
const BANDS_AN_HOUR = 4;

function lengthBand({ durationSeconds, sizeBytes }: Urgency): number {
  const guess = sizeBytes === null ? UNKNOWN_LENGTH_SECONDS : (sizeBytes * 8) / USUAL_BITRATE_BPS;
  const doublings = Math.log2((durationSeconds ?? guess) / SHORTEST_SECONDS);
  return Math.min(MAX_LENGTH_BAND, Math.max(0, Math.floor(doublings)));
}

/**
 * The priority of a video's job, 1 or more; the lowest goes first. What nobody can watch yet goes before what somebody can, shorter
 * before longer, and whatever waits moves up hour by hour, so that nothing waits for ever.
 */
export function queuePriority(urgency: Urgency): number {
  const stageBands = STAGES.indexOf(urgency.stage) * BANDS_BETWEEN_STAGES;
  const ageBands = Math.floor((urgency.waitedSeconds / 3_600) * BANDS_AN_HOUR);
  return 1 + Math.max(0, stageBands + lengthBand(urgency) - ageBands);
}

/** An eighth of the length, or an earlier stage. Less is not worth breaking off for, and two films would take turns for ever. */
const CLEARLY_BANDS = 3;

/** Whether a running video gives way to a waiting one. */
export const givesWayTo = (runningPriority: number, waitingPriority: number): boolean =>
  runningPriority - waitingPriority >= CLEARLY_BANDS;
