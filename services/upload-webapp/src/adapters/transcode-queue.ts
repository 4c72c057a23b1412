import { queuePriority, TRANSCODE_QUEUE, type TranscodeJob, type Urgency } from '@kinora/contracts';
import { Queue } from 'bullmq';

interface TranscodeQueueOptions {
  redisUrl: string;
  addTimeoutMs: number;
  /** Told of every trouble with the connection, which mends itself. */
  onError: (error: Error) => void;
}

export interface TranscodeQueue {
  /** Puts a new video in the queue; again is no harm. @throws when Redis does not take it in time */
  add(videoId: string, sizeBytes: number | null): Promise<void>;
  close(): Promise<void>;
}

const NEW = { stage: 'nothing-playable', durationSeconds: null, waitedSeconds: 0 } satisfies Partial<Urgency>;
const RECONNECT_MAX_MS = 2_000;

/** The sending end of the queue. It connects by itself and holds nothing that MariaDB does not know. */
export function createTranscodeQueue({ redisUrl, addTimeoutMs, onError }: TranscodeQueueOptions): TranscodeQueue {
  const queue = new Queue<TranscodeJob>(TRANSCODE_QUEUE, {
    connection: {
      url: redisUrl,
      // Commands wait for Redis to come back: with a bound, BullMQ would never recover from a Redis that was away at the start.
      maxRetriesPerRequest: null,
      retryStrategy: (attempt: number) => Math.min(attempt * 100, RECONNECT_MAX_MS),
    },
    skipWaitingForReady: true,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', onError);

  return {
    add: async (videoId, sizeBytes) => {
      const priority = queuePriority({ ...NEW, sizeBytes });
      await within(addTimeoutMs, queue.add(TRANSCODE_QUEUE, { videoId }, { jobId: videoId, priority }));
    },
    close: () => within(addTimeoutMs, queue.close()).catch(() => queue.disconnect()),
  };
}

/** @throws when the work takes longer; it goes on all the same */
async function within<Result>(timeoutMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not answer in time')), timeoutMs);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
