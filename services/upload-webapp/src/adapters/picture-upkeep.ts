import { type PosterKeys, pictureKeys } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { dropObject } from './unwanted-objects.js';

const AT_ONCE = 100;

export const keysOf = ({ poster, thumbnail }: PosterKeys): string[] => [poster, thumbnail];

/** Objects before rows: a key stands among the unwanted ones before the row that names it lets go of it. */
export const dropPicturesOfDeleted = (db: Database): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const videos = await tx
      .selectFrom('videos')
      .select(['id', 'picture_id'])
      .where('deleted_at', 'is not', null)
      .where('picture_id', 'is not', null)
      .limit(AT_ONCE)
      .forUpdate()
      .execute();
    for (const { id, picture_id: pictureId } of videos) {
      for (const key of keysOf(pictureKeys(id, String(pictureId)))) await dropObject(tx, key);
      await tx.updateTable('videos').set({ picture_id: null }).where('id', '=', id).execute();
    }
  });
