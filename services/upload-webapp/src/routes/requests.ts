import { videoIdSchema } from '@kinora/contracts';
import { decodeCursor, PAGE_DEFAULT_VIDEOS, PAGE_MAX_VIDEOS, Problem } from '@kinora/service-kit';
import { z } from 'zod';
import { invalidFields } from '../domain/video-fields.js';

const listQuerySchema = z.object({
  cursor: z.string().transform(decodeCursor).optional(),
  limit: z.coerce
    .number({ error: 'has to be a number' })
    .int()
    .min(1)
    .max(PAGE_MAX_VIDEOS)
    .default(PAGE_DEFAULT_VIDEOS),
  uploaded: videoIdSchema.optional().catch(undefined),
});

/** @throws Problem `invalid-fields` */
export function parseListQuery(query: unknown) {
  const result = listQuerySchema.safeParse(query);
  if (!result.success) {
    throw invalidFields(result.error.issues.map(({ path, message }) => ({ field: path.join('.'), detail: message })));
  }
  const { cursor: start, ...rest } = result.data;
  return { start, ...rest };
}

/** @throws Problem `not-found` for what cannot be the id of a video */
export function parseVideoId(id: unknown): string {
  const result = videoIdSchema.safeParse(id);
  if (!result.success) throw new Problem('not-found');
  return result.data;
}
