import type { Logger } from '@kinora/service-kit';

/** Tells the queue of a video that waits for a worker. Never rejects. */
export type Announce = (videoId: string) => Promise<void>;

/** The row says that the video waits: without Redis the transcoder finds it there, only later. */
export const announcer =
  (queue: { add(videoId: string): Promise<void> }, log: Logger): Announce =>
  (videoId) =>
    queue.add(videoId).catch((err: unknown) => {
      log.warn({ err, videoId }, 'the queue could not be told of a video: it is found in the database');
    });
