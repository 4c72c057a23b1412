import { CAPTION_LABEL_MAX_CHARS, canonicalLanguage, captionKindSchema } from '@kinora/contracts';
import { z } from 'zod';
import { parse } from '../video-fields.js';

const LANGUAGE_IS = { error: 'Please choose the language: a BCP 47 tag such as en, de or pt-BR.' };
const LABEL_IS = { error: 'The name has to be one text.' };

const language = z
  .string(LANGUAGE_IS)
  .describe('BCP 47.')
  .transform((given, context) => {
    const canonical = canonicalLanguage(given);
    if (canonical === null) context.addIssue({ code: 'custom', message: LANGUAGE_IS.error });
    return canonical ?? z.NEVER;
  });

const label = z
  .string(LABEL_IS)
  .overwrite((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
  .max(CAPTION_LABEL_MAX_CHARS, `The name may have at most ${CAPTION_LABEL_MAX_CHARS} characters.`)
  .nullable()
  .transform((text) => text || null)
  .describe('What viewers read; empty for the name of the language.');

/** What is said of captions when they come. */
export const newCaptionSchema = z.object({
  language,
  label: label.default(null),
  kind: captionKindSchema.default('subtitles'),
});
export type CaptionFields = z.infer<typeof newCaptionSchema>;

export const captionEditSchema = z.strictObject({ language, label, kind: captionKindSchema }).partial();
export type CaptionEdit = z.infer<typeof captionEditSchema>;

/** @throws Problem `invalid-fields` */
export const parseNewCaption = (query: unknown): CaptionFields => parse(newCaptionSchema, query);

/** @throws Problem `invalid-fields` also for a field that cannot be changed */
export const parseCaptionEdit = (body: unknown): CaptionEdit => parse(captionEditSchema, body ?? {});
