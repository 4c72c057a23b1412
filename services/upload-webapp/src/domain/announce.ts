import type { Logger } from '@kinora/service-kit';

/** Tells the queue of a video that waits for a worker; `sizeBytes` is null where it is not at hand. Never rejects. */
export type Announce = (videoId: string, sizeBytes: number | null) => Promise<void>;

/** The row says that the video waits: without Redis the transcoder finds it there, only later. */
export const announcer =
  (queue: { add: Announce }, log: Logger): Announce =>
  (videoId, sizeBytes) =>
    queue.add(videoId, sizeBytes).catch((err: unknown) => {
      log.warn({ err, videoId }, 'the queue could not be told of a video: it is found in the database');
    });
