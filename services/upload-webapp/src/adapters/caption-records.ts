import type { Caption } from '@kinora/contracts';
import type { CaptionsTable, Database } from '@kinora/database';
import { type Selectable, sql } from 'kysely';
import type { CaptionOutcome, CaptionRecords, CaptionsOf, CaptionTarget } from '../domain/captions/caption-records.js';
import type { Tx } from './in-transaction.js';
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

const captionsOf = (db: Pick<Database, 'selectFrom'>, { videoId }: Pick<CaptionsOf, 'videoId'>) =>
  db.selectFrom('captions').selectAll().where('video_id', '=', videoId);

const raised = () => ({ version: sql<number>`version + 1`, changed_at: now() });

export function createCaptionRecords(db: Database, maxPerVideo: number): CaptionRecords {
  /** Changes of one video's captions come one after the other. */
  const inVideo = (of: CaptionsOf, work: (tx: Tx) => Promise<CaptionOutcome>): Promise<CaptionOutcome> =>
    db.transaction().execute(async (tx) => {
      const video = await lockVideo(tx, of.ownerId, of.videoId);
      if (!video) return 'not-found';
      return video.trashed_at ? 'in-trash' : work(tx);
    });

  const inCaption = (target: CaptionTarget, work: (tx: Tx, row: Row) => Promise<unknown>) =>
    inVideo(target, async (tx) => {
      const row = await captionsOf(tx, target).where('id', '=', target.captionId).forUpdate().executeTakeFirst();
      if (!row) return 'not-found';
      if (target.allowed !== 'any' && !target.allowed.includes(row.version)) return 'changed';
      await work(tx, row);
      return 'done';
    });

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
      inVideo(of, async (tx) => {
        const present = await captionsOf(tx, of).execute();
        if (present.length >= maxPerVideo) return { maxPerVideo };
        await takeObject(tx, textPath);
        const text = { text_path: textPath, cue_count: cues, size_bytes: sizeBytes };
        const times = { created_at: now(), changed_at: now() };
        await tx
          .insertInto('captions')
          .values({ id: captionId, video_id: of.videoId, ...fields, ...text, ...times })
          .execute();
        return 'done';
      }),

    replace: (target, { textPath, cues, sizeBytes }) =>
      inCaption(target, async (tx, row) => {
        await takeObject(tx, textPath);
        await dropObject(tx, row.text_path);
        await tx
          .updateTable('captions')
          .set({ text_path: textPath, cue_count: cues, size_bytes: sizeBytes, ...raised() })
          .where('id', '=', row.id)
          .execute();
      }),

    edit: (target, edit) =>
      inCaption(target, async (tx, row) => {
        if (Object.keys(edit).length === 0) return;
        await tx
          .updateTable('captions')
          .set({ ...edit, ...raised() })
          .where('id', '=', row.id)
          .execute();
      }),

    remove: (target) =>
      inCaption(target, async (tx, row) => {
        await dropObject(tx, row.text_path);
        await tx.deleteFrom('captions').where('id', '=', row.id).execute();
      }),
  };
}
