import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionError } from '@kinora/service-kit';

const RETRY_MS = 500;

/** Repeats work that cannot reach what it needs, for so long. The work has to bear being repeated. */
export async function patiently<Result>(work: () => Promise<Result>, patienceMs: number): Promise<Result> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) || Date.now() >= deadline) throw error;
      await delay(RETRY_MS);
    }
  }
}
