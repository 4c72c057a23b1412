export type TranscodeState = 'processing' | 'ready' | 'failed';

/** Where a transcode may go from each state. Before the first claim there is no row. A claim of a processing one is a new attempt. */
const NEXT: Readonly<Record<TranscodeState, readonly TranscodeState[]>> = {
  processing: ['processing', 'ready', 'failed'],
  ready: [],
  failed: [],
};

export const mayBecome = (from: TranscodeState, to: TranscodeState): boolean => NEXT[from].includes(to);

/** A failed one is taken up again only when its owner asked for it: as a new conversion, which begins at nothing. */
export const mayBeClaimed = (state: TranscodeState, isRetryRequested: boolean): boolean =>
  mayBecome(state, 'processing') || (state === 'failed' && isRetryRequested);

/** The guard of every write: the states from which `to` may be reached. */
export const statesBefore = (to: TranscodeState): TranscodeState[] =>
  (Object.keys(NEXT) as TranscodeState[]).filter((from) => mayBecome(from, to));

/** What went wrong with a video since it last came further. */
export interface Setbacks {
  /** Workers that died, or met an error that nobody foresaw. */
  losses: number;
  /** Times that something the video needs was away. */
  passingFaults: number;
  /** Segments that were stored when the last of them was counted. */
  storedSegments: number;
}

/**
 * One setback more. A video that has more stored than at the last one begins anew with its patience: it fails for what happens
 * over and over at the same place, not for what happens to a long film now and then. As a video has so many segments and no
 * more, it ends.
 */
export function countSetback(before: Setbacks, what: 'losses' | 'passingFaults', storedSegments: number): Setbacks {
  const isFurther = storedSegments > before.storedSegments;
  const since = isFurther ? { losses: 0, passingFaults: 0, storedSegments } : before;
  return { ...since, [what]: since[what] + 1 };
}

/** How often a video may go wrong at one place before it fails. */
export interface Patience {
  /** Workers that died, or met an error that nobody foresaw. */
  maxLosses: number;
  /** Times that something the video needs was away; each is followed by a pause. */
  maxPassingFaults: number;
  passingDelayBaseMs: number;
  passingDelayMaxMs: number;
}

/** The pause after the nth passing fault: doubled each time, up to the limit. */
export const passingDelayMs = (faults: number, { passingDelayBaseMs, passingDelayMaxMs }: Patience): number =>
  Math.min(passingDelayMaxMs, passingDelayBaseMs * 2 ** Math.min(faults - 1, 30));
