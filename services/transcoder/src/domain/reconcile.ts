import type { Urgency } from '@kinora/contracts';

export interface WaitingVideo {
  videoId: string;
  urgency: Urgency;
}

/** A video that is done. */
export interface Unswept {
  videoId: string;
  /** Its last one: a later one is another try of a failed video. */
  attempt: number;
  /** Key of the stream; null when it failed. */
  hlsPath: string | null;
}

/** Where unfinished and deleted videos are known, and what is done about them. */
export interface ReconcileDeps {
  upkeep: {
    unfinished(limit: number): Promise<WaitingVideo[]>;
    deleted(limit: number): Promise<string[]>;
    fence(videoId: string): Promise<void>;
    unswept(limit: number): Promise<Unswept[]>;
    removeRows(videoId: string): Promise<void>;
  };
  queue: { add(waiting: WaitingVideo[]): Promise<void>; remove(videoId: string): Promise<void> };
  /** Removes every object of a video. */
  removeOutput(videoId: string): Promise<void>;
  /** Removes what the video does not need. */
  sweep(video: Unswept): Promise<void>;
  batchSize: number;
}

/**
 * Objects before rows: while there is a row, there may be objects, and the next round looks again. The fence comes first, so
 * that a worker which was thought dead cannot publish what is being removed.
 */
async function removeDeleted(videoId: string, { upkeep, queue, removeOutput }: ReconcileDeps): Promise<void> {
  await upkeep.fence(videoId);
  await queue.remove(videoId).catch(() => {});
  await removeOutput(videoId);
  await upkeep.removeRows(videoId);
}

/** Makes the queue and the storage agree with MariaDB. Safe to run at any time, from any number of workers. */
export async function reconcile(deps: ReconcileDeps): Promise<void> {
  const unfinished = await deps.upkeep.unfinished(deps.batchSize);
  if (unfinished.length > 0) await deps.queue.add(unfinished);
  for (const video of await deps.upkeep.unswept(deps.batchSize)) await deps.sweep(video);
  for (const videoId of await deps.upkeep.deleted(deps.batchSize)) await removeDeleted(videoId, deps);
}
