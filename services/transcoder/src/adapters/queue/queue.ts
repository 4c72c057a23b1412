import { queuePriority, TRANSCODE_QUEUE, type TranscodeJob, transcodeJobSchema } from '@kinora/contracts';
import type { Logger } from '@kinora/service-kit';
import { DelayedError, type Job, Queue, WaitingError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Next } from '../../domain/process-video.js';
import type { WaitingVideo } from '../../domain/reconcile.js';
import { type Place, placeOf } from './place.js';

export interface QueueOptions {
  redisUrl: string;
  concurrency: number;
  /** A worker that does not renew its lock for this long has lost the job. */
  lockMs: number;
  /** How often jobs without a lock are looked for. */
  stalledCheckMs: number;
  log: Logger;
}

export interface JobQueue {
  /** Puts videos into the queue, each at its place; what is there already moves to the place that it has by now. */
  add(waiting: WaitingVideo[]): Promise<void>;
  /** Takes a video out that no worker has yet. */
  remove(videoId: string): Promise<void>;
  /** Starts to take jobs. */
  run(handle: (videoId: string, place: Place) => Promise<Next>): void;
  ping(): Promise<unknown>;
  /** Takes no more jobs and waits for those at work, but not longer than `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

/** MariaDB counts how often a video went wrong, so the queue never gives one up. */
const MAX_STALLED = 1_000_000;
const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true } as const;

async function settle(job: Job<TranscodeJob>, token: string | undefined, next: Next): Promise<void> {
  if (next.kind === 'later') {
    await job.moveToDelayed(Date.now() + next.delayMs, token);
    throw new DelayedError();
  }
  if (next.kind === 'give-back') {
    await job.moveToWait(token);
    // At its place among those that wait: this alone wakes an idle worker.
    await job.changePriority({ priority: job.priority });
    throw new WaitingError();
  }
}

/** Jobs that wait get the priority that they have by now. One whose worker died stands before all others. */
async function moveUp(queue: Queue<TranscodeJob>, priorities: ReadonlyMap<string, number>): Promise<void> {
  for (const job of await queue.getJobs(['prioritized', 'delayed'], 0, priorities.size)) {
    const priority = priorities.get(job.data.videoId);
    if (priority !== undefined && priority !== job.priority) await job.changePriority({ priority });
  }
}

/** The BullMQ queue. Losing what is in it loses nothing: the reconciler fills it again from MariaDB. */
export function createJobQueue({ redisUrl, concurrency, lockMs, stalledCheckMs, log }: QueueOptions): JobQueue {
  const connect = (options: { maxRetriesPerRequest: number | null }) =>
    new Redis(redisUrl, options).on('error', (err: unknown) => log.debug({ err }, 'redis'));
  const producer = connect({ maxRetriesPerRequest: 1 });
  const consumer = connect({ maxRetriesPerRequest: null });
  const queue = new Queue<TranscodeJob>(TRANSCODE_QUEUE, { connection: producer });
  queue.on('error', (err) => log.debug({ err }, 'queue'));
  let worker: Worker<TranscodeJob> | undefined;

  return {
    async add(waiting) {
      const priorities = new Map(waiting.map(({ videoId, urgency }) => [videoId, queuePriority(urgency)]));
      const jobs = [...priorities].map(([videoId, priority]) => {
        return { name: 'transcode', data: { videoId }, opts: { jobId: videoId, priority, ...JOB_OPTIONS } };
      });
      await queue.addBulk(jobs);
      await moveUp(queue, priorities);
    },
    async remove(videoId) {
      await queue.remove(videoId);
    },
    run(handle) {
      worker = new Worker<TranscodeJob>(
        TRANSCODE_QUEUE,
        async (job, token) => {
          const { videoId } = transcodeJobSchema.parse(job.data);
          await settle(job, token, await handle(videoId, placeOf(job, queue)));
        },
        {
          ...{ connection: consumer, concurrency, lockDuration: lockMs, stalledInterval: stalledCheckMs },
          ...{ maxStalledCount: MAX_STALLED, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } },
        },
      );
      worker.on('error', (err) => log.warn({ err }, 'queue'));
      worker.on('failed', (job, err) => log.error({ err, videoId: job?.id }, 'the outcome could not be written'));
    },
    ping: () => producer.ping(),
    async close(timeoutMs) {
      const cut = setTimeout(() => [producer, consumer].forEach((redis) => void redis.disconnect()), timeoutMs);
      await Promise.allSettled([worker?.close(), queue.close()]);
      clearTimeout(cut);
      for (const redis of [producer, consumer]) redis.disconnect();
    },
  };
}
