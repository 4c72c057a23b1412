import type { Database, Schema } from '@kinora/database';
import { sql, type UpdateObject } from 'kysely';
import type { EditOutcome } from '../domain/edit-outcome.js';
import type { AllowedVersions } from '../domain/if-match.js';
import { changedTags, wrongTags } from '../domain/tags.js';
import type { VideoEdit } from '../domain/video-fields.js';
import { inTransaction } from './in-transaction.js';
import { now } from './now.js';
import { lockVideo, withOwnVideo } from './own-video.js';

export interface TagChange {
  add?: string[];
  remove?: string[];
}

/** What owners do to their videos. A video of somebody else is as good as none. */
export interface VideoEdits {
  edit(ownerId: string, id: string, edit: VideoEdit, allowed?: AllowedVersions): Promise<EditOutcome>;
  changeTags(ownerId: string, id: string, change: TagChange): Promise<EditOutcome>;
  /** Hides the video at once. Of an upload that still runs nothing could be restored: it is deleted. */
  trash(ownerId: string, id: string, allowed?: AllowedVersions): Promise<EditOutcome>;
  restore(ownerId: string, id: string): Promise<EditOutcome>;
  /** For good: the objects go soon after. */
  remove(ownerId: string, id: string, allowed?: AllowedVersions): Promise<EditOutcome>;
}

/** The files of a video beside the first one, which shares its row. */
const otherFiles = (db: Database, id: string) =>
  db.updateTable('videos').where('replaces', '=', id).where('deleted_at', 'is', null);

const raised = sql<number>`version + 1`;

const tagLines = (tags: string[]): string => tags.join('\n');

const columnsOf = ({ title, tags, ...edit }: VideoEdit) => ({
  ...edit,
  ...(title === undefined ? {} : { video_name: title }),
  ...(tags === undefined ? {} : { tags: tagLines(tags) }),
});

export function createVideoEdits(db: Database): VideoEdits {
  const own = (ownerId: string, id: string, allowed: AllowedVersions = 'any') => {
    const rows = db
      .updateTable('videos')
      .where('id', '=', id)
      .where('owner_id', '=', ownerId)
      .where('replaces', 'is', null)
      .where('deleted_at', 'is', null);
    return allowed === 'any' ? rows : rows.where(sql<boolean>`version IN (${sql.join([...allowed, 0])})`);
  };

  const whyNot = async (ownerId: string, id: string, allowed: AllowedVersions): Promise<EditOutcome> => {
    const row = await db
      .selectFrom('videos')
      .select('version')
      .where('id', '=', id)
      .where('owner_id', '=', ownerId)
      .where('replaces', 'is', null)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!row) return 'not-found';
    return allowed === 'any' || allowed.includes(row.version) ? 'in-trash' : 'changed';
  };

  const changeAllFiles = (
    which: [ownerId: string, id: string, allowed: AllowedVersions],
    change: UpdateObject<Schema, 'videos'>,
  ): Promise<EditOutcome> =>
    inTransaction(db, (tx) =>
      withOwnVideo(tx, which, async ({ id }) => {
        await otherFiles(tx, id).set(change).execute();
        await tx.updateTable('videos').set(change).where('id', '=', id).execute();
        return 'done' as const;
      }),
    );

  return {
    async edit(ownerId, id, edit, allowed = 'any') {
      const columns = columnsOf(edit);
      const { numUpdatedRows } = await own(ownerId, id, allowed)
        .where('trashed_at', 'is', null)
        .set({ ...columns, version: Object.keys(columns).length > 0 ? raised : sql<number>`version` })
        .executeTakeFirst();
      return numUpdatedRows > 0n ? 'done' : whyNot(ownerId, id, allowed);
    },

    changeTags: (ownerId, id, change) =>
      inTransaction(db, async (tx) => {
        const row = await lockVideo(tx, ownerId, id);
        if (!row) return 'not-found';
        if (row.trashed_at) return 'in-trash';
        const tags = changedTags(row.tags === '' ? [] : row.tags.split('\n'), change);
        const wrong = wrongTags(tags);
        if (wrong) return { wrongTags: wrong };
        await tx
          .updateTable('videos')
          .set({ tags: tagLines(tags), version: raised })
          .where('id', '=', id)
          .execute();
        return 'done';
      }),

    trash: (ownerId, id, allowed = 'any') =>
      changeAllFiles([ownerId, id, allowed], {
        deleted_at: sql<Date | null>`CASE WHEN state = 'uploading' THEN ${now()} END`,
        trashed_at: sql<Date>`COALESCE(trashed_at, ${now()})`,
      }),

    restore: (ownerId, id) => changeAllFiles([ownerId, id, 'any'], { trashed_at: null }),

    async remove(ownerId, id, allowed = 'any') {
      const { numUpdatedRows } = await own(ownerId, id, allowed).set({ deleted_at: now() }).executeTakeFirst();
      if (numUpdatedRows === 0n) return whyNot(ownerId, id, allowed);
      // Not in one transaction, in which the triggers would lock the list before the files. The janitor makes up for what is missed.
      await otherFiles(db, id).set({ deleted_at: now() }).execute();
      return 'done';
    },
  };
}
