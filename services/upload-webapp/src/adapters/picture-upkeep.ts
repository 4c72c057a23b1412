import { type PosterKeys, pictureKeys } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { changeRows } from './change-rows.js';
import { inTransaction, type Tx } from './in-transaction.js';
import { lockRow } from './own-video.js';
import { dropObject } from './unwanted-objects.js';

const AT_ONCE = 100;

export const keysOf = ({ poster, thumbnail }: PosterKeys): string[] => [poster, thumbnail];

const findChosen = (db: Database) =>
  db
    .selectFrom('videos')
    .select('id')
    .where('deleted_at', 'is not', null)
    .where('picture_id', 'is not', null)
    .limit(AT_ONCE)
    .execute();

/** Objects before rows: a key stands among the unwanted ones before the row that names it lets go of it. */
async function dropPictureOf(tx: Tx, id: string): Promise<void> {
  const pictureId = (await lockRow(tx, id))?.picture_id;
  if (!pictureId) return;
  for (const key of keysOf(pictureKeys(id, pictureId))) await dropObject(tx, key);
  await changeRows(tx, [id], { picture_id: null });
}

export async function dropPicturesOfDeleted(db: Database): Promise<void> {
  for (const { id } of await findChosen(db)) await inTransaction(db, (tx) => dropPictureOf(tx, id));
}
