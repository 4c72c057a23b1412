import type { Database } from '@kinora/database';
import { sql } from 'kysely';
import type { EditOutcome } from '../domain/edit-outcome.js';
import type { AllowedVersions } from '../domain/if-match.js';
import { changedTags, wrongTags } from '../domain/tags.js';
import type { VideoEdit } from '../domain/video-fields.js';
import { now } from './upload-records.js';

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
      .where('deleted_at', 'is', null);
    return allowed === 'any' ? rows : rows.where(sql<boolean>`version IN (${sql.join([...allowed, 0])})`);
  };

  const whyNot = async (ownerId: string, id: string, allowed: AllowedVersions): Promise<EditOutcome> => {
    const row = await db
      .selectFrom('videos')
      .select('version')
      .where('id', '=', id)
      .where('owner_id', '=', ownerId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!row) return 'not-found';
    return allowed === 'any' || allowed.includes(row.version) ? 'in-trash' : 'changed';
  };

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
      db.transaction().execute(async (tx) => {
        const row = await tx
          .selectFrom('videos')
          .select(['tags', 'trashed_at'])
          .where('id', '=', id)
          .where('owner_id', '=', ownerId)
          .where('deleted_at', 'is', null)
          .forUpdate()
          .executeTakeFirst();
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

    async trash(ownerId, id, allowed = 'any') {
      const { numUpdatedRows } = await own(ownerId, id, allowed)
        .set({
          deleted_at: sql<Date | null>`CASE WHEN state = 'uploading' THEN ${now()} END`,
          trashed_at: sql<Date>`COALESCE(trashed_at, ${now()})`,
        })
        .executeTakeFirst();
      return numUpdatedRows > 0n ? 'done' : whyNot(ownerId, id, allowed);
    },

    async restore(ownerId, id) {
      const { numUpdatedRows } = await own(ownerId, id).set({ trashed_at: null }).executeTakeFirst();
      return numUpdatedRows > 0n ? 'done' : 'not-found';
    },

    async remove(ownerId, id, allowed = 'any') {
      const { numUpdatedRows } = await own(ownerId, id, allowed).set({ deleted_at: now() }).executeTakeFirst();
      return numUpdatedRows > 0n ? 'done' : whyNot(ownerId, id, allowed);
    },
  };
}
