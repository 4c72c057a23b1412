import type { Database } from '@kinora/database';
import type { AddedCaptions } from '../domain/captions/add-captions.js';

/** What owners added to their videos. They belong to all files of a video, so that any of these finds them. */
export interface Captions {
  /** The oldest first. */
  of(mediaId: string): Promise<AddedCaptions[]>;
  /** The video of which this is a file: its own id, or that of the one whose file it replaced. */
  videoOf(mediaId: string): Promise<string>;
}

const textIdOf = (textPath: string): string => /([^/]+)\.vtt$/.exec(textPath)?.[1] ?? '';

export function createCaptions(db: Database): Captions {
  const rowsOf = (mediaId: string) =>
    db
      .selectFrom('videos as f')
      .innerJoin('captions as c', (join) =>
        join.on(({ eb, fn, ref }) => eb(ref('c.video_id'), '=', fn.coalesce('f.replaces', 'f.id'))),
      )
      .select(['c.language', 'c.label', 'c.kind', 'c.text_path'])
      .where('f.id', '=', mediaId)
      .where('c.deleted_at', 'is', null)
      .orderBy('c.created_at')
      .orderBy('c.id')
      .execute();
  return {
    of: async (mediaId) =>
      (await rowsOf(mediaId)).map(({ text_path, ...caption }) => ({ ...caption, textId: textIdOf(text_path) })),
    async videoOf(mediaId) {
      const row = await db.selectFrom('videos').select('replaces').where('id', '=', mediaId).executeTakeFirst();
      return row?.replaces ?? mediaId;
    },
  };
}
