import type { Logger } from '@kinora/service-kit';
import { type Loop, startLoop } from '../loop.js';

/** Which file each video serves. Every step may be repeated, and by several replicas at once. */
export interface ServedFiles {
  /** Videos of which another file should be served by now. */
  unsettled(limit: number): Promise<string[]>;
  /** Serves the file that should be. @returns its id, null when it was served already */
  settle(videoId: string): Promise<string | null>;
}

export interface ChangeOverDeps {
  served: ServedFiles;
  log: Logger;
  periodMs: number;
}

const VIDEOS_A_ROUND = 100;

/** One round. @throws when the database is away; the next round goes on from there */
async function changeOver({ served, log }: Omit<ChangeOverDeps, 'periodMs'>): Promise<void> {
  for (const videoId of await served.unsettled(VIDEOS_A_ROUND)) {
    const fileId = await served.settle(videoId);
    if (fileId) log.info({ videoId, fileId }, 'viewers get another file of a video');
  }
}

/** Lets new files take the place of former ones as soon as they can be watched, until it is stopped. */
export const startChangeOver = ({ periodMs, ...deps }: ChangeOverDeps): Loop =>
  startLoop(periodMs, () =>
    changeOver(deps).catch((err: unknown) => deps.log.warn({ err }, 'files could not be changed over: it tries again')),
  );
