import { setTimeout as delay } from 'node:timers/promises';

export interface Loop {
  /** Resolves when the work under way has ended. */
  stop(): Promise<void>;
}

/** Does some work at once and then every `periodMs`, until it is stopped. The work never rejects. */
export function startLoop(periodMs: number, work: () => Promise<void>): Loop {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await work();
      await delay(periodMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
