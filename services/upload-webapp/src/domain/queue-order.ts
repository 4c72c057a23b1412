import type { WaitingVideo } from '@kinora/database';

/** The order in which workers take the videos that wait. */
export const queueOrder = <Waiting extends Pick<WaitingVideo, 'queued_at'>>(waiting: Waiting[]): Waiting[] =>
  waiting.toSorted((a, b) => a.queued_at.getTime() - b.queued_at.getTime());
