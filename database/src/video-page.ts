import { videoIdSchema } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import type { SelectQueryBuilder } from 'kysely';
import type { Schema, VideoOverview } from './schema.js';

export const PAGE_DEFAULT_VIDEOS = 24;
export const PAGE_MAX_VIDEOS = 50;

/** Where a page begins: right after this video, in the order newest first. */
export interface PageStart {
  createdAt: Date;
  id: string;
}

const encodeCursor = (row: VideoOverview): string =>
  Buffer.from(`${row.created_at.getTime()}.${row.id}`).toString('base64url');

/** @throws Problem `invalid-fields` for anything that no page gave out */
export function decodeCursor(cursor: string): PageStart {
  const [, time, id] = /^(\d{1,15})\.(.+)$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (time !== undefined && videoIdSchema.safeParse(id).success)
    return { createdAt: new Date(Number(time)), id: String(id) };
  const detail = 'The cursor is not one that a page of this list gave out. Please start from the first page.';
  throw new Problem('invalid-fields', detail, { errors: [{ field: 'cursor', detail }] });
}

type OverviewQuery = SelectQueryBuilder<Schema, 'video_overview', VideoOverview>;

/** One page of a query on the overview, newest first. Videos that are added meanwhile neither repeat nor hide others. */
export async function newestFirst(
  query: OverviewQuery,
  { start, limit }: { start: PageStart | undefined; limit: number },
): Promise<{ rows: VideoOverview[]; nextCursor: string | null }> {
  const from = start
    ? query.where((eb) =>
        eb.or([
          eb('created_at', '<', start.createdAt),
          eb.and([eb('created_at', '=', start.createdAt), eb('id', '<', start.id)]),
        ]),
      )
    : query;
  const found = await from
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
}
