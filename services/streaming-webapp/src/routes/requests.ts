import { SEARCH_MAX_CHARS, videoIdSchema } from '@kinora/contracts';
import { decodeCursor, PAGE_DEFAULT_VIDEOS, PAGE_MAX_VIDEOS, Problem } from '@kinora/service-kit';
import type { Request } from 'express';
import { z } from 'zod';
import type { CatalogueSearch } from '../adapters/catalogue.js';
import type { ViewerId } from '../domain/access.js';

const tooLong = `A search may have at most ${SEARCH_MAX_CHARS} characters.`;
const badLimit = `A page has 1 to ${PAGE_MAX_VIDEOS} videos.`;

const searchSchema = z.object({
  q: z.string({ error: 'A search is one text.' }).trim().max(SEARCH_MAX_CHARS, tooLong).default(''),
  cursor: z.string({ error: 'A cursor is one text.' }).transform(decodeCursor).optional(),
  limit: z.coerce
    .number({ error: badLimit })
    .int(badLimit)
    .min(1, badLimit)
    .max(PAGE_MAX_VIDEOS, badLimit)
    .default(PAGE_DEFAULT_VIDEOS),
});

/** @throws Problem `invalid-fields` */
export function parseSearch(req: Request): CatalogueSearch {
  const result = searchSchema.safeParse(req.query);
  if (result.success) return { query: result.data.q, start: result.data.cursor, limit: result.data.limit };
  const errors = result.error.issues.map(({ path, message }) => ({ field: path.join('.'), detail: message }));
  throw new Problem('invalid-fields', errors.map((error) => error.detail).join(' '), { errors });
}

/** @throws Problem `not-found` for what cannot be the id of a video */
export function parseVideoId(req: Request): string {
  const result = videoIdSchema.safeParse(req.params.id);
  if (!result.success) throw new Problem('not-found');
  return result.data;
}

/** The file that a player goes on with. What cannot be one is none. */
export const parsePlayingFile = (req: Request): string | undefined => videoIdSchema.safeParse(req.query.file).data;

export const viewerOf = (req: Request): ViewerId => req.user?.sub ?? null;
