import { Problem } from '@kinora/service-kit';
import { z } from 'zod';
import { MAX_PARTS, type UploadedPart } from '../domain/part-uploads.js';

const digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const uploadId = z.string().min(1).max(1_024);
const uploadQuery = z.object({ uploadId });
const partQuery = z.object({ uploadId, part: digits.pipe(z.number().min(1).max(MAX_PARTS)), offset: digits });
const part = z.object({ number: z.int().min(1), sizeBytes: z.int().min(1), etag: z.string().min(1).max(256) });
const listBody = z.object({ parts: z.array(part).max(MAX_PARTS) });

/** @throws Problem `bad-request` that says what was expected */
function parse<Schema extends z.ZodType>(schema: Schema, input: unknown, expected: string): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Problem('bad-request', expected);
}

export const readUploadId = (query: unknown): string =>
  parse(uploadQuery, query, 'The query must name the upload: ?uploadId=ID.').uploadId;

export const readPart = (query: unknown): z.infer<typeof partQuery> =>
  parse(partQuery, query, `The query must be ?uploadId=ID&part=N&offset=BYTES, with N from 1 to ${MAX_PARTS}.`);

export const readList = (body: unknown): UploadedPart[] =>
  parse(listBody, body, `The body must be {"parts": [{number, sizeBytes, etag}, ...]} with at most ${MAX_PARTS} parts.`)
    .parts;
