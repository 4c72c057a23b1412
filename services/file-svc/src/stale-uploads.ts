import type { Logger } from '@kinora/service-kit';
import type { ObjectStore, StaleAges } from './domain/object-store.js';

const PERIOD_MS = 3_600_000;

/**
 * Removes what broken uploads left in the store, now and every hour.
 * @returns what ends it
 */
export function sweepStaleUploads(store: ObjectStore, log: Logger, ages: StaleAges): () => Promise<void> {
  const sweep = async () => {
    try {
      const removed = await store.removeStaleUploads(ages);
      if (removed > 0) log.info({ removed }, 'removed unfinished uploads that nobody went on with');
    } catch (err) {
      log.warn({ err }, 'could not look for unfinished uploads; the next attempt follows in an hour');
    }
  };
  const timer = setInterval(sweep, PERIOD_MS);
  void sweep();
  return async () => clearInterval(timer);
}
