import { TRANSCODE_QUEUE, type TranscodeJob, transcodeJobSchema } from '@kinora/contracts';
import type { Logger } from '@kinora/service-kit';
import { DelayedError, type Job, Queue, WaitingError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Next } from '../../domain/process-video.js';

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
  /** Puts videos into the queue; one that is there already stays where it is. */
  add(videoIds: string[]): Promise<void>;
  /** Takes a video out that no worker has yet. */
  remove(videoId: string): Promise<void>;
  /** Starts to take jobs. */
  run(handle: (videoId: string) => Promise<Next>): void;
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
    throw new WaitingError();
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
    async add(videoIds) {
      await queue.addBulk(
        videoIds.map((videoId) => ({ name: 'transcode', data: { videoId }, opts: { jobId: videoId, ...JOB_OPTIONS } })),
      );
    },
    async remove(videoId) {
      await queue.remove(videoId);
    },
    run(handle) {
      worker = new Worker<TranscodeJob>(
        TRANSCODE_QUEUE,
        async (job, token) => settle(job, token, await handle(transcodeJobSchema.parse(job.data).videoId)),
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
