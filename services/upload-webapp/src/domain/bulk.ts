import { videoIdSchema } from '@kinora/contracts';
import { z } from 'zod';
import { type EditOutcome, refusedEdit } from './edit-outcome.js';
import { invalidFields, parse, tagsSchema, visibilitySchema } from './video-fields.js';

/** The most videos that are changed by one request. */
export const BULK_MAX_VIDEOS = 100;

const TOO_MANY = `At most ${BULK_MAX_VIDEOS} videos are changed at once.`;

const ids = z
  .array(videoIdSchema, { error: 'The ids of the videos are a list.' })
  .min(1, 'Please name at least one video.')
  .max(BULK_MAX_VIDEOS, TOO_MANY)
  .transform((all) => [...new Set(all)]);

export const bulkSchema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('visibility'), ids, visibility: visibilitySchema }),
    z.strictObject({ action: z.literal('tags'), ids, add: tagsSchema.default([]), remove: tagsSchema.default([]) }),
    z.strictObject({ action: z.enum(['trash', 'restore', 'delete']), ids }),
  ],
  { error: 'The action is one of visibility, tags, trash, restore and delete.' },
);

export type BulkRequest = z.infer<typeof bulkSchema>;

/** @throws Problem `invalid-fields` */
export const parseBulkRequest = (body: unknown): BulkRequest => {
  const request = parse(bulkSchema, body ?? {});
  if (request.action === 'tags' && request.add.length + request.remove.length === 0)
    throw invalidFields([{ field: 'add', detail: 'Please name a tag to add or to remove.' }]);
  return request;
};

const outcomeSchema = z.discriminatedUnion('ok', [
  z.strictObject({ id: videoIdSchema, ok: z.literal(true) }),
  z.strictObject({ id: videoIdSchema, ok: z.literal(false), code: z.string(), detail: z.string() }),
]);

export const bulkAnswerSchema = z
  .strictObject({ outcomes: z.array(outcomeSchema) })
  .meta({ id: 'BulkAnswer', description: 'What became of each video, in the order of the ids.' });

/** What became of one video of many. */
export type BulkOutcome = z.infer<typeof outcomeSchema>;

export interface BulkEdits {
  edit(ownerId: string, id: string, edit: { visibility: z.infer<typeof visibilitySchema> }): Promise<EditOutcome>;
  changeTags(ownerId: string, id: string, change: { add: string[]; remove: string[] }): Promise<EditOutcome>;
  trash(ownerId: string, id: string): Promise<EditOutcome>;
  restore(ownerId: string, id: string): Promise<EditOutcome>;
  remove(ownerId: string, id: string): Promise<EditOutcome>;
}

function change(ownerId: string, id: string, request: BulkRequest, edits: BulkEdits): Promise<EditOutcome> {
  if (request.action === 'visibility') return edits.edit(ownerId, id, { visibility: request.visibility });
  if (request.action === 'tags') return edits.changeTags(ownerId, id, request);
  if (request.action === 'trash') return edits.trash(ownerId, id);
  return request.action === 'restore' ? edits.restore(ownerId, id) : edits.remove(ownerId, id);
}

function outcomeOf(id: string, outcome: EditOutcome): BulkOutcome {
  const problem = refusedEdit(outcome);
  return problem ? { id, ok: false, code: problem.code, detail: problem.message } : { id, ok: true };
}

/** Changes one video after the other: what is refused for one holds none of the others up. */
export async function runBulk(ownerId: string, request: BulkRequest, edits: BulkEdits): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  for (const id of request.ids) outcomes.push(outcomeOf(id, await change(ownerId, id, request, edits)));
  return outcomes;
}
