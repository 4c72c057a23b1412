import type { Database, Schema } from '@kinora/database';
import { sql, type UpdateObject } from 'kysely';
import type { EditOutcome } from '../domain/edit-outcome.js';
import type { AllowedVersions } from '../domain/if-match.js';
import { changedTags, wrongTags } from '../domain/tags.js';
import type { VideoEdit } from '../domain/video-fields.js';
import { changeRows } from './change-rows.js';
import { inTransaction, type Tx } from './in-transaction.js';
import { now } from './now.js';
import { lockRow, type OwnVideo, withOwnVideo } from './own-video.js';

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

const idsOfOtherFiles = async (db: Database, videoId: string): Promise<string[]> => {
  const rows = db.selectFrom('videos').select('id').where('replaces', '=', videoId).where('deleted_at', 'is', null);
  return (await rows.execute()).map(({ id }) => id);
};

/** Before the first of them is changed: the triggers then lock the list, for which workers wait that hold such rows. */
const lock = async (tx: Tx, ids: string[]): Promise<void> => {
  for (const id of ids) await lockRow(tx, id);
};

const raised = sql<number>`version + 1`;

const tagLines = (tags: string[]): string => tags.join('\n');

const columnsOf = ({ title, tags, ...edit }: VideoEdit) => ({
  ...edit,
  ...(title === undefined ? {} : { video_name: title }),
  ...(tags === undefined ? {} : { tags: tagLines(tags) }),
});

type Which = [ownerId: string, id: string, allowed: AllowedVersions];

export function createVideoEdits(db: Database): VideoEdits {
  const inVideo = (which: Which, work: (tx: Tx, video: OwnVideo) => Promise<EditOutcome>): Promise<EditOutcome> =>
    inTransaction(db, (tx) => withOwnVideo(tx, which, (video) => work(tx, video)));

  const changeAllFiles = (which: Which, columns: UpdateObject<Schema, 'videos'>): Promise<EditOutcome> =>
    inVideo(which, async (tx, { id }) => {
      const others = await idsOfOtherFiles(tx, id);
      await lock(tx, others);
      await changeRows(tx, [...others, id], columns);
      return 'done';
    });

  return {
    edit: (ownerId, id, edit, allowed = 'any') =>
      inVideo([ownerId, id, allowed], async (tx, video) => {
        if (video.trashed_at) return 'in-trash';
        const columns = columnsOf(edit);
        if (Object.keys(columns).length > 0) await changeRows(tx, [id], { ...columns, version: raised });
        return 'done';
      }),

    changeTags: (ownerId, id, given) =>
      inVideo([ownerId, id, 'any'], async (tx, video) => {
        if (video.trashed_at) return 'in-trash';
        const tags = changedTags(video.tags === '' ? [] : video.tags.split('\n'), given);
        const wrong = wrongTags(tags);
        if (wrong) return { wrongTags: wrong };
        await changeRows(tx, [id], { tags: tagLines(tags), version: raised });
        return 'done';
      }),

    trash: (ownerId, id, allowed = 'any') =>
      changeAllFiles([ownerId, id, allowed], {
        deleted_at: sql<Date | null>`CASE WHEN state = 'uploading' THEN ${now()} END`,
        trashed_at: sql<Date>`COALESCE(trashed_at, ${now()})`,
      }),

    restore: (ownerId, id) => changeAllFiles([ownerId, id, 'any'], { trashed_at: null }),

    async remove(ownerId, id, allowed = 'any') {
      const outcome = await inVideo([ownerId, id, allowed], async (tx) => {
        await changeRows(tx, [id], { deleted_at: now() });
        return 'done';
      });
      // Not in one transaction, in which the triggers would lock the list before the files. The janitor makes up for what is missed.
      if (outcome === 'done') await changeRows(db, await idsOfOtherFiles(db, id), { deleted_at: now() });
      return outcome;
    },
  };
}
