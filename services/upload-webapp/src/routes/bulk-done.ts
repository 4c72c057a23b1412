import { videoIdSchema } from '@kinora/contracts';
import { z } from 'zod';
import type { BulkDone } from '../../web/props.js';
import { BULK_MAX_VIDEOS, type BulkOutcome } from '../domain/bulk.js';

const ACTIONS = ['visibility', 'add-tag', 'remove-tag', 'trash', 'restore', 'delete'] as const;

const schema = z.object({
  done: z.enum(ACTIONS),
  changed: z
    .string()
    .default('')
    .transform((ids) => ids.split(',').filter((id) => id !== ''))
    .pipe(z.array(videoIdSchema).max(BULK_MAX_VIDEOS)),
  refused: z.coerce.number().int().min(0).max(BULK_MAX_VIDEOS).default(0),
});

/** Tells the page of the list, in its address, what came of its form. */
export function bulkDoneSearch(done: string, outcomes: BulkOutcome[]): string {
  const changed = outcomes.filter(({ ok }) => ok).map(({ id }) => id);
  const refused = outcomes.length - changed.length;
  return `done=${encodeURIComponent(done)}&changed=${changed.join(',')}&refused=${refused}`;
}

/** Undefined for an address that says nothing of it, or something else. */
export function parseBulkDone(query: unknown): BulkDone | undefined {
  const { data } = schema.safeParse(query);
  if (!data) return undefined;
  const action = data.done === 'add-tag' || data.done === 'remove-tag' ? 'tags' : data.done;
  return { action, changed: data.changed, refused: data.refused };
}
