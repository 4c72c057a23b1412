import type { Database } from '@kinora/database';
import { queueOrder } from '../domain/queue-order.js';
import { shareLooks } from '../domain/share-looks.js';

/** The place of every video that waits, from 1 on. */
export type QueuePositions = () => Promise<ReadonlyMap<string, number>>;

/** A short queue is looked at each time, and a long one does not become slower by those who wait in it. */
export const createQueuePositions = (db: Database): QueuePositions =>
  shareLooks(async () => {
    const waiting = await db.selectFrom('waiting_videos').selectAll().execute();
    return new Map(queueOrder(waiting).map(({ video_id }, at) => [video_id, at + 1]));
  });
