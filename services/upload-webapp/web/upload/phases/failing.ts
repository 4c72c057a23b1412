import type { ProblemDocument } from '@kinora/contracts';
import { lost, refuse, type Step } from '../queue.js';
import type { QueueStore } from '../queue-store.js';
import { isPassing, retryDelayMs } from '../retry-plan.js';

/** @param status what the server answered, 0 when nothing came */
export const lostNow = (status: number): Step =>
  lost(status, Date.now(), (failures) => retryDelayMs(failures, Math.random()));

/** What passes is tried again by itself; the rest is told. */
export const failing =
  (store: QueueStore, key: string) =>
  (problem: ProblemDocument): void =>
    store.step(key, isPassing(problem) ? lostNow(problem.status) : refuse(problem));
