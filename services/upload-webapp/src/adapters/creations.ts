import type { Database } from '@kinora/database';
import type { CreationState } from '../domain/creation-key.js';

/** What became of the video of this id, whoever made it. A failed conversion is no failed creation: the file is there. */
export const creationStates =
  (db: Database) =>
  async (id: string): Promise<CreationState> => {
    const row = await db.selectFrom('videos').select(['state', 'deleted_at']).where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    if (row.deleted_at !== null || row.state === 'failed') return 'gone';
    return row.state === 'uploading' ? 'arriving' : 'arrived';
  };
