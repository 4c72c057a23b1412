import type { Job, Queue } from 'bullmq';

/** What a running video sees of the queue that it came from. All of it rejects while Redis is away. */
export interface Place {
  /** Tells the queue how urgent the video is by now. */
  set(priority: number): Promise<void>;
  /** Priority of the most urgent video that waits; null when none does. */
  mostUrgentWaiting(): Promise<number | null>;
  /** Of all that run, on every worker, this is the one to break off when one has to be. */
  isLeastUrgent(): Promise<boolean>;
}

export const placeOf = (job: Job, queue: Queue): Place => ({
  async set(priority) {
    if (priority !== job.priority) await job.changePriority({ priority });
  },
  async mostUrgentWaiting() {
    const [first] = await queue.getPrioritized(0, 0);
    return first?.priority ?? null;
  },
  async isLeastUrgent() {
    const running = await queue.getActive();
    const [last] = running.toSorted((a, b) => b.priority - a.priority || String(b.id).localeCompare(String(a.id)));
    return last?.id === job.id;
  },
});
