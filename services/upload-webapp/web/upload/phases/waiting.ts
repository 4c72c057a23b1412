import { type QueuedFile, resume } from '../queue.js';
import type { QueueStore, Work } from '../queue-store.js';

/** How long a cancelled upload can be taken back. */
export const UNDO_MS = 8_000;

/** Waits until it is time for another try. */
export const waitingToRetry: Work = ({ key, phase }, store) => {
  const waitMs = phase.at === 'retrying' ? phase.retryAtMs - Date.now() : 0;
  const timer = setTimeout(() => store.step(key, resume), waitMs);
  return () => clearTimeout(timer);
};

/** Waits as long as a cancelled upload can be taken back. */
export const waitingToForget =
  (forget: (item: QueuedFile, store: QueueStore) => void): Work =>
  (item, store) => {
    const timer = setTimeout(() => forget(store.find(item.key) ?? item, store), UNDO_MS);
    return () => clearTimeout(timer);
  };
