import type { ProblemCode } from '@kinora/contracts';
import type { z } from 'zod';

export interface Header {
  name: string;
  description: string;
  isRequired?: boolean;
}

export interface Operation {
  /** Names the operation in programs that are made from the document. */
  id: string;
  method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options';
  /** As Express writes it, with `:id`. */
  path: string;
  summary: string;
  description?: string;
  query?: z.ZodObject;
  headers?: Header[];
  /** Without a schema the bytes are what they are. */
  body?: { mediaType: string; schema?: z.ZodType };
  answer: { status: number; description: string; mediaType?: string; schema?: z.ZodType; headers?: Header[] };
  /** What may go wrong, beside what may go wrong everywhere. */
  problems: ProblemCode[];
}

/** Of edits. */
export const IF_MATCH: Header = {
  name: 'If-Match',
  description:
    'The `ETag` of what is changed: it is changed only while it still has that version. Without it, whatever it has.',
};

/** Of requests that make something. */
export const IDEMPOTENCY_KEY: Header = {
  name: 'Idempotency-Key',
  description: 'Any text of your own. A request that is sent again with the same one makes nothing twice.',
};
