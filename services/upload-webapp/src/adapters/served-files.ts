import type { Database, Schema } from '@kinora/database';
import { sql, type UpdateObject } from 'kysely';
import type { ServedFiles } from '../domain/video-files/change-over.js';
import { fileToServe } from '../domain/video-files/file-to-serve.js';
import { changeRows } from './change-rows.js';
import { inTransaction, type Tx } from './in-transaction.js';
import { now } from './now.js';
import { lockRow, type OwnVideo } from './own-video.js';

export const servedId = ({ id, served_id }: Pick<OwnVideo, 'id' | 'served_id'>): string => served_id ?? id;

/** The files of a video that are kept, the newest first. */
export const keptFiles = (tx: Tx, videoId: string) =>
  tx
    .selectFrom('videos as f')
    .leftJoin('transcodes as t', 't.video_id', 'f.id')
    .select(['f.id', 'f.replaces', 'f.taken_over_at', 't.playable'])
    .where((eb) => eb.or([eb('f.id', '=', videoId), eb('f.replaces', '=', videoId)]))
    .where('f.deleted_at', 'is', null)
    .where('f.discarded_at', 'is', null)
    .orderBy('f.created_at', 'desc')
    .orderBy('f.id', 'desc')
    .execute();

export type KeptFile = Awaited<ReturnType<typeof keptFiles>>[number];

/**
 * Makes viewers get a file. The one that they got so far is kept for a while, to go back to. The row of the video comes last,
 * since the triggers then lock the list, for which workers wait that hold the rows of files.
 */
export async function serveFile(tx: Tx, video: OwnVideo, fileId: string): Promise<void> {
  const { id } = video;
  const formerId = servedId(video);
  const change = (which: string, columns: UpdateObject<Schema, 'videos'>) =>
    tx.updateTable('videos').set(columns).where('id', '=', which).execute();
  const served = { set_aside_at: null, taken_over_at: sql<Date>`COALESCE(taken_over_at, ${now()})` };
  if (formerId !== id) await change(formerId, { set_aside_at: now() });
  if (fileId !== id) await change(fileId, served);
  await change(id, {
    served_id: fileId === id ? null : fileId,
    ...(formerId === id ? { set_aside_at: now() } : {}),
    ...(fileId === id ? { set_aside_at: null } : {}),
  });
}

/**
 * Gives up a file that nobody gets. The first one shares its row with the video, which stays.
 * @param onlySetAside spares a file that was gone back to in the meantime
 * @returns false when there was nothing to give up any more
 */
export const discardFile = (
  db: Database,
  videoId: string,
  fileId: string,
  { onlySetAside = false } = {},
): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const row = await lockRow(tx, fileId);
    if (!row || row.deleted_at !== null || (onlySetAside && row.set_aside_at === null)) return false;
    const given = fileId === videoId ? { discarded_at: now(), set_aside_at: null } : { deleted_at: now() };
    return (await changeRows(tx, [fileId], given)) > 0;
  });

/** A file that took over while it was still converted, and failed: it takes over anew when a retry succeeds. */
const notTakenOver = (tx: Tx, fileId: string) =>
  tx.updateTable('videos').set({ taken_over_at: null, set_aside_at: null }).where('id', '=', fileId).execute();

interface Settled {
  fileId: string;
  /** Whom nobody could watch, and nobody will go back to. */
  uselessId: string | null;
}

async function settleIn(tx: Tx, videoId: string): Promise<Settled | null> {
  const video = await lockRow(tx, videoId);
  if (!video || video.deleted_at) return null;
  const files = await keptFiles(tx, videoId);
  const toCandidate = ({ id, playable, taken_over_at }: KeptFile) => {
    return { id, isPlayable: Boolean(playable), hasServed: id === videoId || taken_over_at !== null };
  };
  const formerId = servedId(video);
  const fileId = fileToServe(formerId, files.map(toCandidate));
  if (fileId === formerId) return null;
  const isFormerPlayable = Boolean(files.find(({ id }) => id === formerId)?.playable);
  const isNewer = files.findIndex(({ id }) => id === formerId) < files.findIndex(({ id }) => id === fileId);
  await serveFile(tx, video, fileId);
  if (isFormerPlayable) return { fileId, uselessId: null };
  if (isNewer && formerId !== videoId) await notTakenOver(tx, formerId);
  return { fileId, uselessId: isNewer ? null : formerId };
}

export function createServedFiles(db: Database): ServedFiles {
  return {
    async unsettled(limit) {
      const { rows } = await sql<{ id: string }>`
        SELECT v.id FROM videos f
        JOIN transcodes ft ON ft.video_id = f.id AND ft.playable
        JOIN videos v ON v.id = f.replaces AND v.deleted_at IS NULL
        LEFT JOIN transcodes vt ON vt.video_id = COALESCE(v.served_id, v.id)
        WHERE f.replaces IS NOT NULL AND f.deleted_at IS NULL AND (f.taken_over_at IS NULL OR NOT COALESCE(vt.playable, FALSE))
        UNION
        SELECT v.id FROM videos v
        JOIN transcodes ft ON ft.video_id = v.id AND ft.playable
        JOIN transcodes vt ON vt.video_id = v.served_id AND NOT vt.playable
        WHERE v.served_id IS NOT NULL AND v.deleted_at IS NULL AND v.discarded_at IS NULL
        LIMIT ${limit}
      `.execute(db);
      return rows.map(({ id }) => id);
    },

    async settle(videoId) {
      const settled = await inTransaction(db, (tx) => settleIn(tx, videoId));
      if (settled?.uselessId) await discardFile(db, videoId, settled.uselessId, { onlySetAside: true });
      return settled?.fileId ?? null;
    },
  };
}
