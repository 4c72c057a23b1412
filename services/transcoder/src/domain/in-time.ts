import { StalledFault } from './faults.js';

/**
 * Lets something take so long, and breaks it off then with a StalledFault. The timer is no `AbortSignal.timeout`: one that only
 * `AbortSignal.any` knows may be collected before it fires (Node 20).
 */
export async function inTime<Result>(
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new StalledFault(timeoutMs, null)), timeoutMs);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}
