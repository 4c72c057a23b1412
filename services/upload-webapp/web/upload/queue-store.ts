import { fillSlots, type Phase, type Queue, type QueuedFile, type Step, step } from './queue.js';

/** What is done as long as a file is in a phase; it may change the queue later, not at once. Returns the way to stop. */
export type Work = (item: QueuedFile) => () => void;

interface QueueStoreOptions {
  work: Partial<Record<Phase['at'], Work>>;
  onChanged(item: QueuedFile, before: QueuedFile | undefined): void;
}

/** The queue as it is now, and the work that follows from it: it begins and ends with the phases of the files. */
export function createQueueStore({ work, onChanged }: QueueStoreOptions) {
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
      if (begin && !running.has(item.key)) running.set(item.key, { at: item.phase.at, stop: begin(item) });
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

  return {
    get: (): Queue => queue,
    find,
    set,
    step: (key: string, change: Step) => set(step(queue, key, change)),
    stepAll: (change: Step) => set(queue.map(change)),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
