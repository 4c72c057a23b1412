import type { Database } from '@kinora/database';
import { dropObject } from './unwanted-objects.js';

const AT_ONCE = 100;

/** Objects before rows: a key stands among the unwanted ones before the last row that names it goes. */
export const dropCaptionsOfDeleted = (db: Database): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const captions = await tx
      .selectFrom('captions as c')
      .innerJoin('videos as v', 'v.id', 'c.video_id')
      .select(['c.id', 'c.text_path'])
      .where('v.deleted_at', 'is not', null)
      .limit(AT_ONCE)
      .forUpdate()
      .execute();
    for (const { id, text_path: key } of captions) {
      await dropObject(tx, key);
      await tx.deleteFrom('captions').where('id', '=', id).execute();
    }
  });
