import type { Caption } from '@kinora/contracts';
import type { CaptionsTable, Database } from '@kinora/database';
import { type Selectable, sql } from 'kysely';
import type {
  AddedOutcome,
  CaptionOutcome,
  CaptionRecords,
  CaptionsOf,
  CaptionTarget,
} from '../domain/captions/caption-records.js';
import { assertWithinQuota } from '../domain/quota.js';
import type { Admissions } from './admissions.js';
import { inTransaction, type Tx } from './in-transaction.js';
import { now } from './now.js';
import { lockVideo } from './own-video.js';
import { dropObject, expectObject, giveUpObject, takeObject } from './unwanted-objects.js';

type Row = Selectable<CaptionsTable>;

const toCaption = (row: Row): Caption => ({
  ...{ id: row.id, language: row.language, label: row.label, kind: row.kind },
  ...{ cues: row.cue_count, sizeBytes: row.size_bytes, version: row.version },
  ...{ createdAt: row.created_at.toISOString(), changedAt: row.changed_at.toISOString() },
});

const ownVideo = (db: Pick<Database, 'selectFrom'>, { ownerId, videoId }: CaptionsOf) =>
  db
    .selectFrom('videos')
    .select(['id', 'trashed_at'])
    .where('id', '=', videoId)
    .where('owner_id', '=', ownerId)
    .where('replaces', 'is', null)
    .where('deleted_at', 'is', null);

/** Those that were deleted too. */
const allOf = (db: Pick<Database, 'selectFrom'>, { videoId }: Pick<CaptionsOf, 'videoId'>) =>
  db.selectFrom('captions').selectAll().where('video_id', '=', videoId);

const captionsOf = (db: Pick<Database, 'selectFrom'>, of: Pick<CaptionsOf, 'videoId'>) =>
  allOf(db, of).where('deleted_at', 'is', null);

const raised = () => ({ version: sql<number>`version + 1`, changed_at: now() });

const isDeleted = ({ deleted_at }: Row): boolean => deleted_at !== null;

interface CaptionRecordsDeps {
  db: Database;
  admitted: Admissions;
  /** 0: no quota. */
  quotaBytes: number;
  maxPerVideo: number;
}

export function createCaptionRecords({ db, admitted, quotaBytes, maxPerVideo }: CaptionRecordsDeps): CaptionRecords {
  /** Changes of one video's captions come one after the other. */
  const inVideo = async <Outcome>(tx: Tx, of: CaptionsOf, work: () => Promise<Outcome>) => {
    const video = await lockVideo(tx, of.ownerId, of.videoId);
    if (!video) return 'not-found';
    return video.trashed_at ? 'in-trash' : work();
  };

  const inCaption = (tx: Tx, target: CaptionTarget, work: (row: Row) => Promise<unknown>): Promise<CaptionOutcome> =>
    inVideo(tx, target, async () => {
      const row = await captionsOf(tx, target).where('id', '=', target.captionId).forUpdate().executeTakeFirst();
      if (!row) return 'not-found';
      if (target.allowed !== 'any' && !target.allowed.includes(row.version)) return 'changed';
      await work(row);
      return 'done';
    });

  const isFull = (rows: Row[]) => rows.filter((row) => !isDeleted(row)).length >= maxPerVideo;

  return {
    async list(of) {
      if (!(await ownVideo(db, of).executeTakeFirst())) return null;
      const rows = await captionsOf(db, of).orderBy('created_at').orderBy('id').execute();
      return rows.map(toCaption);
    },

    async find(of, captionId) {
      if (!(await ownVideo(db, of).executeTakeFirst())) return null;
      const row = await captionsOf(db, of).where('id', '=', captionId).executeTakeFirst();
      return row ? { ...toCaption(row), textPath: row.text_path } : null;
    },

    expect: (textPath) => expectObject(db, textPath),
    giveUp: (textPath) => giveUpObject(db, textPath),

    add: (of, captionId, fields, { textPath, cues, sizeBytes }) =>
      admitted(of.ownerId, ({ usedBytes }, tx) =>
        inVideo(tx, of, async (): Promise<AddedOutcome> => {
          const present = await allOf(tx, of).execute();
          if (present.some(({ id }) => id === captionId)) return 'known';
          if (isFull(present)) return { maxPerVideo };
          assertWithinQuota({ sizeBytes, usedBytes, quotaBytes });
          await takeObject(tx, textPath);
          const text = { text_path: textPath, cue_count: cues, size_bytes: sizeBytes };
          const times = { created_at: now(), changed_at: now() };
          await tx
            .insertInto('captions')
            .values({ id: captionId, video_id: of.videoId, ...fields, ...text, ...times })
            .execute();
          return 'done';
        }),
      ),

    replace: (target, { textPath, cues, sizeBytes }) =>
      admitted(target.ownerId, ({ usedBytes }, tx) =>
        inCaption(tx, target, async (row) => {
          assertWithinQuota({ sizeBytes: sizeBytes - row.size_bytes, usedBytes, quotaBytes });
          await takeObject(tx, textPath);
          await dropObject(tx, row.text_path);
          await tx
            .updateTable('captions')
            .set({ text_path: textPath, cue_count: cues, size_bytes: sizeBytes, ...raised() })
            .where('id', '=', row.id)
            .execute();
        }),
      ),

    edit: (target, edit) =>
      inTransaction(db, (tx) =>
        inCaption(tx, target, async (row) => {
          if (Object.keys(edit).length === 0) return;
          await tx
            .updateTable('captions')
            .set({ ...edit, ...raised() })
            .where('id', '=', row.id)
            .execute();
        }),
      ),

    remove: (target) =>
      inTransaction(db, (tx) =>
        inCaption(tx, target, (row) =>
          tx.updateTable('captions').set({ deleted_at: now() }).where('id', '=', row.id).execute(),
        ),
      ),

    // They wait for those that are added, so that there are never too many.
    restore: (of, captionId) =>
      admitted(of.ownerId, (_use, tx) =>
        inVideo(tx, of, async (): Promise<CaptionOutcome> => {
          const present = await allOf(tx, of).execute();
          const row = present.find(({ id }) => id === captionId);
          if (!row) return 'not-found';
          if (isDeleted(row) && isFull(present)) return { maxPerVideo };
          const restored = tx.updateTable('captions').set({ deleted_at: null }).where('id', '=', captionId);
          return (await restored.executeTakeFirst()).numUpdatedRows > 0n ? 'done' : 'not-found';
        }),
      ),

    async stateOf(captionId) {
      const row = await db.selectFrom('captions').select('deleted_at').where('id', '=', captionId).executeTakeFirst();
      if (!row) return null;
      return row.deleted_at === null ? 'arrived' : 'gone';
    },
  };
}
