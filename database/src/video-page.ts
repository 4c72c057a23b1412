import { encodeCursor, type PageStart } from '@kinora/service-kit';
import type { SelectQueryBuilder } from 'kysely';
import type { Schema, VideoOverview } from './schema.js';

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
  const isLastPage = found.length <= limit || !last;
  return { rows, nextCursor: isLastPage ? null : encodeCursor({ createdAt: last.created_at, id: last.id }) };
}
