import { fillSlots, type Phase, type Queue, type QueuedFile, type Step, step } from './queue.js';

/** What is done as long as a file is in a phase; it may change the queue later, not at once. Returns the way to stop. */
export type Work = (item: QueuedFile, store: QueueStore) => () => void;

export interface QueueStore {
  get(): Queue;
  find(key: string): QueuedFile | undefined;
  set(queue: Queue): void;
  step(key: string, change: Step): void;
  stepAll(change: Step): void;
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void;
}

interface QueueStoreOptions {
  work: Partial<Record<Phase['at'], Work>>;
  onChanged(item: QueuedFile, before: QueuedFile | undefined): void;
}

/** The queue as it is now, and the work that follows from it: it begins and ends with the phases of the files. */
export function createQueueStore({ work, onChanged }: QueueStoreOptions): QueueStore {
  let queue: Queue = [];
  const listeners = new Set<() => void>();
  const running = new Map<string, { at: Phase['at']; stop: () => void }>();
  const find = (key: string) => queue.find((item) => item.key === key);

  function stopWhatIsOver(): void {
    for (const [key, { at, stop }] of running) {
      if (find(key)?.phase.at === at) continue;
      running.delete(key);
      stop();
    }
  }

  function startWhatIsNew(): void {
    for (const item of queue) {
      const begin = work[item.phase.at];
      if (begin && !running.has(item.key)) running.set(item.key, { at: item.phase.at, stop: begin(item, store) });
    }
  }

  function set(next: Queue): void {
    const before = queue;
    queue = fillSlots(next);
    stopWhatIsOver();
    startWhatIsNew();
    for (const item of queue) {
      const old = before.find(({ key }) => key === item.key);
      if (old !== item) onChanged(item, old);
    }
    for (const listener of listeners) listener();
  }

  const store: QueueStore = {
    get: () => queue,
    find,
    set,
    step: (key, change) => set(step(queue, key, change)),
    stepAll: (change) => set(queue.map(change)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return store;
}
