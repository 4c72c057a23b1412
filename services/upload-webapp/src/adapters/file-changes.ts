import type { Database } from '@kinora/database';
import type { AllowedVersions } from '../domain/if-match.js';
import type { FileOutcome } from '../domain/video-files/file-outcome.js';
import { inTransaction, type Tx } from './in-transaction.js';
import { type OwnVideo, withOwnVideo } from './own-video.js';
import { discardFile, type KeptFile, keptFiles, servedId, serveFile } from './served-files.js';

/** What owners do to the files of their videos. */
export interface FileChanges {
  /** Makes viewers get this file, which they got before or could. */
  serve(ownerId: string, videoId: string, fileId: string, allowed?: AllowedVersions): Promise<FileOutcome>;
  /** Gives up a file that viewers do not get: its objects go soon after. */
  discard(ownerId: string, videoId: string, fileId: string, allowed?: AllowedVersions): Promise<FileOutcome>;
}

export function createFileChanges(db: Database): FileChanges {
  type Named = [ownerId: string, videoId: string, allowed: AllowedVersions];

  /** Changes one file of a video that is not in the trash. */
  const change = (
    named: Named,
    fileId: string,
    work: (tx: Tx, video: OwnVideo, file: KeptFile) => Promise<FileOutcome>,
  ): Promise<FileOutcome> =>
    inTransaction(db, (tx) =>
      withOwnVideo(tx, named, async (video): Promise<FileOutcome> => {
        if (video.trashed_at) return 'in-trash';
        const file = (await keptFiles(tx, video.id)).find(({ id }) => id === fileId);
        return file ? work(tx, video, file) : 'not-found';
      }),
    );

  return {
    serve: (ownerId, videoId, fileId, allowed = 'any') =>
      change([ownerId, videoId, allowed], fileId, async (tx, video, file) => {
        if (!file.playable) return 'not-playable';
        if (servedId(video) !== fileId) await serveFile(tx, video, fileId);
        return 'done';
      }),

    discard: (ownerId, videoId, fileId, allowed = 'any') =>
      change([ownerId, videoId, allowed], fileId, async (tx, video) => {
        if (servedId(video) === fileId) return 'in-use';
        await discardFile(tx, videoId, fileId);
        return 'done';
      }),
  };
}
