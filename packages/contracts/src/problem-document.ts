import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from './problems.js';

/** A problem document as it goes over the wire (RFC 9457 section 3.1). `errors` names the fields of a 422. */
export const problemSchema = z
  .strictObject({
    type: z.string().describe('urn:kinora:problem: and the code.'),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]).describe('What programs look at.'),
    detail: z.string().optional().describe('What happened, and what to do, for people.'),
    requestId: z.string().optional().describe('The operator finds the rest in the log under it.'),
    errors: z
      .array(z.strictObject({ field: z.string(), detail: z.string() }))
      .optional()
      .describe('The fields that are wrong.'),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457).' });
export type ProblemDocument = z.infer<typeof problemSchema>;
