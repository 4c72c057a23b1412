import { SEARCH_MAX_CHARS, videoIdSchema } from '@kinora/contracts';
import { PAGE_DEFAULT_VIDEOS, PAGE_MAX_VIDEOS, Problem } from '@kinora/service-kit';
import { z } from 'zod';
import { LIST_STATES, LIST_VISIBILITIES, SORTS } from '../../web/list/list-query.js';
import type { ListRequest } from '../adapters/video-list.js';
import { decodeListCursor } from '../domain/list-cursor.js';
import { parse } from '../domain/video-fields.js';

const oneText = { error: 'A search is one text.' };
const tooLong = `A search may have at most ${SEARCH_MAX_CHARS} characters.`;

/** What a list is asked for. */
export const listQuerySchema = z.object({
  q: z.string(oneText).trim().max(SEARCH_MAX_CHARS, tooLong).default(''),
  state: z.enum([...LIST_STATES, ''], `has to be one of ${LIST_STATES.join(', ')}`).default(''),
  visibility: z.enum([...LIST_VISIBILITIES, ''], `has to be one of ${LIST_VISIBILITIES.join(', ')}`).default(''),
  sort: z.enum(SORTS, `has to be one of ${SORTS.join(', ')}`).default('newest'),
  cursor: z.string(oneText).optional(),
  limit: z.coerce
    .number({ error: 'has to be a number' })
    .int()
    .min(1)
    .max(PAGE_MAX_VIDEOS)
    .default(PAGE_DEFAULT_VIDEOS),
  uploaded: videoIdSchema.optional().catch(undefined),
});

/** @throws Problem `invalid-fields` */
export function parseListQuery(query: unknown): ListRequest & { uploaded?: string | undefined } {
  const { cursor, ...request } = parse(listQuerySchema, query);
  return { ...request, start: cursor === undefined ? undefined : decodeListCursor(cursor, request.sort) };
}

/** How a video is deleted. */
export const deleteQuerySchema = z.object({
  permanently: z
    .enum(['true', 'false'], 'has to be true or false')
    .default('false')
    .describe('True passes the trash: the objects are removed soon after, for good.'),
});

/** @throws Problem `invalid-fields` */
export const parsePermanently = (query: unknown): boolean => parse(deleteQuerySchema, query).permanently === 'true';

/** @throws Problem `not-found` for what cannot be the id of a video */
export function parseVideoId(id: unknown): string {
  const result = videoIdSchema.safeParse(id);
  if (!result.success) throw new Problem('not-found');
  return result.data;
}
