import { type PosterChoice, type PosterKeys, pictureKeys, posterChoiceSchema } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { mayChange, type PosterRecords } from '../domain/poster/poster-records.js';
import { inTransaction } from './in-transaction.js';
import { lockVideo } from './own-video.js';
import { keysOf } from './picture-upkeep.js';
import { dropObject, expectObject, giveUpObject, takeObject } from './unwanted-objects.js';

const AUTOMATIC: PosterChoice = { kind: 'automatic' };

const choiceOf = (json: string | null): PosterChoice =>
  json === null ? AUTOMATIC : posterChoiceSchema.parse(JSON.parse(json));

const automaticOf = (row: { poster_path: string | null; thumbnail_path: string | null }): PosterKeys | null =>
  row.poster_path && row.thumbnail_path ? { poster: row.poster_path, thumbnail: row.thumbnail_path } : null;

const objectsOf = (videoId: string, pictureId: string | null | undefined): string[] =>
  pictureId ? keysOf(pictureKeys(videoId, pictureId)) : [];

/** @param keepSeconds how long a picture stays that was replaced */
export function createPosterRecords(db: Database, keepSeconds: number): PosterRecords {
  return {
    async find(ownerId, videoId) {
      const row = await db
        .selectFrom('video_overview as v')
        .innerJoin('videos', 'videos.id', 'v.id')
        .select(['v.picture_id', 'v.trashed_at', 'v.poster_path', 'v.thumbnail_path', 'v.video_path', 'v.size_bytes'])
        .select(['v.duration_seconds', 'videos.picture_choice'])
        .where('v.id', '=', videoId)
        .where('v.owner_id', '=', ownerId)
        .executeTakeFirst();
      return (
        row && {
          ...{ videoId, pictureId: row.picture_id, choice: choiceOf(row.picture_choice) },
          ...{ isTrashed: row.trashed_at !== null, automatic: automaticOf(row) },
          ...{ sourceKey: row.video_path, sourceBytes: row.size_bytes, durationSeconds: row.duration_seconds },
        }
      );
    },

    async expect(keys) {
      for (const key of keysOf(keys)) await expectObject(db, key);
    },

    async giveUp(keys) {
      for (const key of keysOf(keys)) await giveUpObject(db, key);
    },

    choose: (ownerId, videoId, picture, isCurrent) =>
      inTransaction(db, async (tx) => {
        const row = await lockVideo(tx, ownerId, videoId);
        const before = row && { pictureId: row.picture_id, isTrashed: row.trashed_at !== null };
        const outcome = mayChange(before, isCurrent);
        if (outcome !== 'done') return outcome;
        for (const key of objectsOf(videoId, picture?.id)) await takeObject(tx, key);
        for (const key of objectsOf(videoId, before?.pictureId)) await dropObject(tx, key, keepSeconds);
        const columns = picture && { picture_id: picture.id, picture_choice: JSON.stringify(picture.choice) };
        await tx
          .updateTable('videos')
          .set(columns ?? { picture_id: null, picture_choice: null })
          .where('id', '=', videoId)
          .execute();
        return 'done';
      }),
  };
}
