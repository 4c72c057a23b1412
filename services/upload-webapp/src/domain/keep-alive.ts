import type { Logger } from '@kinora/service-kit';
import { goneMeanwhile } from './refusal.js';

interface KeepAliveOptions {
  heartbeatMs: number;
  log: Logger;
}

/**
 * Beats until it is stopped. The signal aborts when a beat finds that the upload no longer runs; a beat that fails is
 * repeated with the next one, since a database may come back before anyone calls the upload stale.
 */
export function keepAlive(beat: () => Promise<boolean>, { heartbeatMs, log }: KeepAliveOptions) {
  const gone = new AbortController();
  const tick = () =>
    beat().then(
      (running) => running || gone.abort(goneMeanwhile()),
      (err: unknown) => log.warn({ err }, 'a heartbeat was lost'),
    );
  const timer = setInterval(tick, heartbeatMs);
  return { signal: gone.signal, stop: () => clearInterval(timer) };
}
