import { z } from 'zod';
import { CAPTION_KINDS } from './caption-kinds.js';

export const captionKindSchema = z
  .enum(CAPTION_KINDS, { error: 'The kind has to be subtitles or captions.' })
  .describe('`subtitles`: what is said. `captions`: also what is heard, for those who cannot hear.');

/** Captions of one language of a video, as its owner sees them. */
export const captionSchema = z
  .strictObject({
    id: z.uuid(),
    language: z.string().describe('BCP 47.'),
    label: z.string().nullable().describe('What viewers read; null for the name of the language.'),
    kind: captionKindSchema,
    cues: z.number().int().describe('How many texts there are.'),
    sizeBytes: z.number().int().describe('Of the WebVTT that is kept.'),
    version: z.number().int().describe('Raised by each change; the ETag.'),
    createdAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'Caption', description: 'Captions of one language of a video.' });
export type Caption = z.infer<typeof captionSchema>;

export const captionsSchema = z
  .strictObject({ captions: z.array(captionSchema).describe('The oldest first.') })
  .meta({ id: 'Captions', description: 'All captions of a video.' });
