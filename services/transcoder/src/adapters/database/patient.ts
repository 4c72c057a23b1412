import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionError } from '@kinora/service-kit';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;
const RETRYABLE = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD',
  'ER_CONNECTION_KILLED',
  'ER_NEW_ABORTING_CONNECTION',
]);

/** True when the same statement may succeed later: MariaDB is away, restarts, or another transaction came first. */
export const isDatabaseAway = (error: unknown): boolean => {
  const { code, fatal, message } = (error ?? {}) as { code?: unknown; fatal?: unknown; message?: unknown };
  return (
    isConnectionError(error) || RETRYABLE.has(String(code)) || fatal === true || /closed state/.test(String(message))
  );
};

/** Does it again until MariaDB answers, or until the signal says to stop. */
export async function untilReachable<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  for (let pauseMs = FIRST_DELAY_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_DELAY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || signal.aborted) throw error;
      await delay(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
