import { givesWayTo, isBefore, queuePriority, type Stage, type Urgency } from '@kinora/contracts';
import { Yielding } from '../../domain/faults.js';
import { periodically } from '../periodically.js';
import type { Place } from './place.js';

interface TurnOptions {
  place: Place;
  /** Of the video as its turn begins. */
  urgency: Urgency;
  /** How often it is looked who waits. */
  lookEveryMs: number;
  /** For so long after it began a turn is not broken off, so that each turn brings a video on. */
  protectedMs: number;
  onError: (error: unknown) => void;
}

/** The time that a worker spends on a video before something more urgent takes its place. */
export interface Turn {
  /** Aborted with Yielding. */
  signal: AbortSignal;
  /** The video came further, or its length is known now. A stage that it reached in an earlier turn is not gone back from. */
  learn(news: Partial<Pick<Urgency, 'stage' | 'durationSeconds'>>): void;
  stage(): Stage;
  /** At a moment when nothing is under way: gives way at once to what is more urgent. @throws Yielding */
  pause(): Promise<void>;
  stop(): Promise<void>;
}

/** Begins a turn. While Redis is away nothing gives way. */
export function startTurn({ place, urgency, lookEveryMs, protectedMs, onError }: TurnOptions): Turn {
  const startedAt = performance.now();
  const over = new AbortController();
  let current = urgency;
  let wasOutdone = false;
  const elapsedMs = () => performance.now() - startedAt;
  const priority = () => {
    return queuePriority({ ...current, waitedSeconds: urgency.waitedSeconds + elapsedMs() / 1_000 });
  };
  const isOutdone = async () => {
    await place.set(priority());
    const waiting = await place.mostUrgentWaiting();
    return waiting !== null && givesWayTo(priority(), waiting) && (await place.isLeastUrgent());
  };
  const giveWay = () => over.abort(new Yielding('something more urgent waits'));
  const looks = periodically(
    lookEveryMs,
    async () => {
      const isSo = await isOutdone();
      // A worker that has nothing to do takes what waits before the second look.
      if (isSo && wasOutdone && elapsedMs() >= protectedMs) giveWay();
      wasOutdone = isSo;
    },
    onError,
  );
  return {
    signal: over.signal,
    learn({ stage = current.stage, durationSeconds = current.durationSeconds }) {
      current = { ...current, stage: isBefore(stage, current.stage) ? current.stage : stage, durationSeconds };
    },
    stage: () => current.stage,
    async pause() {
      if (await isOutdone().catch(onError)) giveWay();
      over.signal.throwIfAborted();
    },
    stop: () => looks.stop(),
  };
}
