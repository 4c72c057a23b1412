import { contains, type Database } from '@kinora/database';
import type { ListQuery, Sort } from '../../web/list/list-query.js';
import type { StudioStorage } from '../../web/props.js';
import { encodeListCursor, type ListStart } from '../domain/list-cursor.js';

export interface ListRequest extends ListQuery {
  start?: ListStart | undefined;
  limit: number;
}

/** What each order sorts by; of equals the id decides, in the same direction. */
const ORDERS = {
  newest: ['created_at', 'desc'],
  oldest: ['created_at', 'asc'],
  title: ['title', 'asc'],
  largest: ['stored_bytes', 'desc'],
  longest: ['duration_seconds', 'desc'],
} as const satisfies Record<Sort, unknown>;

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const listed = (db: Database, ownerId: string, { q, state, visibility }: ListQuery) => {
  const isTrash = state === 'trashed';
  let query = db.selectFrom('video_list').where('owner_id', '=', ownerId).where('is_trashed', '=', Number(isTrash));
  if (state && !isTrash) query = query.where('state', '=', state);
  if (visibility) query = query.where('visibility', '=', visibility);
  for (const word of wordsOf(q)) query = query.where(contains('search_text', word));
  return query;
};

/** The ids of one page, in order. Videos that are added meanwhile neither repeat nor hide others. */
export async function findListPage(db: Database, ownerId: string, request: ListRequest) {
  const { sort, start, limit } = request;
  const [column, direction] = ORDERS[sort];
  let query = listed(db, ownerId, request).select(['video_id', `${column} as sorted_by`]);
  if (start) {
    const value = column === 'created_at' ? new Date(start.value) : start.value;
    const behind = direction === 'asc' ? '>' : '<';
    query = query.where((eb) =>
      eb.or([eb(column, behind, value), eb.and([eb(column, '=', value), eb('video_id', behind, start.id)])]),
    );
  }
  const found = await query
    .orderBy(column, direction)
    .orderBy('video_id', direction)
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const nextCursor = last ? encodeListCursor({ sort, value: plain(last.sorted_by), id: last.video_id }) : null;
  return { ids: rows.map((row) => row.video_id), nextCursor };
}

const plain = (value: Date | string | number): string | number => (value instanceof Date ? value.getTime() : value);

/** What one account's videos take, those in the trash too. */
export async function findStorage(db: Database, ownerId: string): Promise<StudioStorage> {
  const rows = await db
    .selectFrom('video_list')
    .select(({ fn }) => ['is_trashed', fn.countAll().as('videos'), fn.sum('stored_bytes').as('stored_bytes')])
    .where('owner_id', '=', ownerId)
    .groupBy('is_trashed')
    .execute();
  const of = (isTrashed: boolean) => {
    const row = rows.find(({ is_trashed }) => Boolean(is_trashed) === isTrashed);
    return { videos: Number(row?.videos ?? 0), storedBytes: Number(row?.stored_bytes ?? 0) };
  };
  return { ...of(false), trash: of(true) };
}
