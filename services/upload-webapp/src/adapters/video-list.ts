import { contains, type Database } from '@kinora/database';
import { type RawBuilder, sql } from 'kysely';
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

type Order = (typeof ORDERS)[Sort];

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

function conditions(ownerId: string, { q, state, visibility, sort, start }: ListRequest): RawBuilder<unknown>[] {
  const isTrash = state === 'trashed';
  const all: RawBuilder<unknown>[] = [sql`owner_id = ${ownerId}`, sql`is_trashed = ${Number(isTrash)}`];
  if (state && !isTrash) all.push(sql`state = ${state}`);
  if (visibility) all.push(sql`visibility = ${visibility}`);
  for (const word of wordsOf(q)) all.push(contains('search_text', word));
  if (start) all.push(behind(start, ORDERS[sort]));
  return all;
}

function behind({ sort, value, id }: ListStart, [column, direction]: Order): RawBuilder<unknown> {
  const than = sql.raw(direction === 'asc' ? '>' : '<');
  const from = sort === 'newest' || sort === 'oldest' ? new Date(value) : value;
  return sql`(${sql.ref(column)} ${than} ${from} OR (${sql.ref(column)} = ${from} AND video_id ${than} ${id}))`;
}

/** Texts are read where they lie: each other index would fetch them one by one. */
const indexFor = ({ q }: ListRequest) => sql.raw(q === '' ? '' : 'FORCE INDEX (PRIMARY)');

/** The ids of one page, in order. Videos that are added meanwhile neither repeat nor hide others. */
export async function findListPage(db: Database, ownerId: string, request: ListRequest) {
  const { sort, limit } = request;
  const [column, direction] = ORDERS[sort];
  const way = sql.raw(direction);
  const { rows: found } = await sql<{ video_id: string; sorted_by: Date | string | number }>`
    SELECT video_id, ${sql.ref(column)} AS sorted_by FROM video_list ${indexFor(request)}
    WHERE ${sql.join(conditions(ownerId, request), sql` AND `)}
    ORDER BY ${sql.ref(column)} ${way}, video_id ${way} LIMIT ${limit + 1}
  `.execute(db);
  const ids = found.slice(0, limit).map(({ video_id }) => video_id);
  const last = found.length > limit ? found[limit - 1] : undefined;
  const nextCursor = last ? encodeListCursor({ sort, value: plain(last.sorted_by), id: last.video_id }) : null;
  return { ids, nextCursor };
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
