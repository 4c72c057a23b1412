import { randomUUID } from 'node:crypto';
import { sourceKey } from '@kinora/contracts';
import type { Database } from '@kinora/database';

interface QueuedVideo {
  id?: string;
  fileName?: string;
  sizeBytes?: number | null;
}

/** Adds the row of a video whose last byte arrived just now. @returns its id */
export async function addQueuedVideo(db: Database, video: QueuedVideo = {}): Promise<string> {
  const { id = randomUUID(), fileName = 'film.mp4', sizeBytes = null } = video;
  const now = new Date();
  await db
    .insertInto('videos')
    .values({
      ...{ id, owner_id: 'somebody', video_name: 'A film', description: '', visibility: 'public' },
      ...{ video_path: sourceKey(id), file_name: fileName, size_bytes: sizeBytes, state: 'queued' },
      ...{ heartbeat_at: now, created_at: now, queued_at: now },
    })
    .execute();
  return id;
}
