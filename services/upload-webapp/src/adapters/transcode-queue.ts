import { TRANSCODE_QUEUE, type TranscodeJob } from '@kinora/contracts';
import { Queue } from 'bullmq';

interface TranscodeQueueOptions {
  redisUrl: string;
  addTimeoutMs: number;
  /** Told of every trouble with the connection, which mends itself. */
  onError: (error: Error) => void;
}

export interface TranscodeQueue {
  /** Puts a video in the queue; again is no harm. @throws when Redis does not take it in time */
  add(videoId: string): Promise<void>;
  close(): Promise<void>;
}

const RECONNECT_MAX_MS = 2_000;

/** The sending end of the queue. It connects by itself and holds nothing that MariaDB does not know. */
export function createTranscodeQueue({ redisUrl, addTimeoutMs, onError }: TranscodeQueueOptions): TranscodeQueue {
  const queue = new Queue<TranscodeJob>(TRANSCODE_QUEUE, {
    connection: {
      url: redisUrl,
      maxRetriesPerRequest: 1,
      retryStrategy: (attempt: number) => Math.min(attempt * 100, RECONNECT_MAX_MS),
    },
    skipWaitingForReady: true,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', onError);

  return {
    async add(videoId) {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), addTimeoutMs);
      const tooLate = new Promise<never>((_, reject) => {
        late.signal.addEventListener('abort', () => reject(new Error('the queue did not answer in time')));
      });
      try {
        await Promise.race([queue.add(TRANSCODE_QUEUE, { videoId }, { jobId: videoId }), tooLate]);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => queue.close(),
  };
}
