import {
  canonicalLanguage,
  DESCRIPTION_MAX_CHARS,
  type ProblemDocument,
  TITLE_MAX_CHARS,
  visibilitySchema as VISIBILITIES,
} from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import { z } from 'zod';
import { normalizeTags, wrongTags } from './tags.js';

/** The longest file name that is kept, in characters. */
export const FILE_NAME_MAX_CHARS = 255;

const TAGS_ARE = { error: 'Tags are a list of texts.' };
const LANGUAGE_IS = { error: 'The language has to be a BCP 47 tag such as en, de or pt-BR, or null.' };

const title = z
  .string({ error: 'Please give the video a title.' })
  .overwrite((text) => text.replace(/\p{Cc}+/gu, ' ').trim())
  .min(1, 'Please give the video a title.')
  .max(TITLE_MAX_CHARS, `The title may have at most ${TITLE_MAX_CHARS} characters.`);
const description = z
  .string({ error: 'The description has to be text, given once.' })
  .overwrite((text) => text.replace(/\r\n?/g, '\n').trim())
  .max(DESCRIPTION_MAX_CHARS, `The description may have at most ${DESCRIPTION_MAX_CHARS} characters.`);
export const visibilitySchema = z.enum(VISIBILITIES.options, { error: 'Please choose private, unlisted or public.' });

export const newVideoSchema = z.object({
  title,
  description: description.default(''),
  visibility: visibilitySchema.default('private'),
});
export const tagsSchema = z
  .array(z.string(TAGS_ARE), TAGS_ARE)
  .transform(normalizeTags)
  .superRefine((given, context) => {
    const words = wrongTags(given);
    if (words) context.addIssue({ code: 'custom', message: words });
  });
const language = z
  .string(LANGUAGE_IS)
  .nullable()
  .transform((given, context) => {
    if (given === null || given.trim() === '') return null;
    const canonical = canonicalLanguage(given.trim());
    if (!canonical) context.addIssue({ code: 'custom', message: LANGUAGE_IS.error });
    return canonical ?? z.NEVER;
  });
export const editSchema = z
  .strictObject({ title, description, visibility: visibilitySchema, tags: tagsSchema, language })
  .partial();

/** What a person says of a video. The title is one line; no text has spaces at its ends. */
export type VideoFields = z.infer<typeof newVideoSchema>;
export type VideoEdit = z.infer<typeof editSchema>;

type FieldErrors = NonNullable<ProblemDocument['errors']>;

export const invalidFields = (errors: FieldErrors): Problem =>
  new Problem('invalid-fields', errors.map((error) => error.detail).join(' '), { errors });

export const fieldErrors = (error: z.ZodError | undefined): FieldErrors =>
  (error?.issues ?? []).map((issue) => ({ field: issue.path.join('.'), detail: issue.message }));

/** @throws Problem `invalid-fields` that names each field which is wrong */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalidFields(fieldErrors(result.error));
}

/** @throws Problem `invalid-fields` that names each field which is wrong */
export const parseNewVideo = (form: Record<string, unknown>): VideoFields => parse(newVideoSchema, { ...form });

/** @throws Problem `invalid-fields` also for a field that cannot be changed */
export const parseVideoEdit = (body: unknown): VideoEdit => parse(editSchema, body ?? {});

/** The uploader's name for the file, fit to be shown: one line, bounded. It is never part of a path. */
export function cleanFileName(name: string): string {
  const line = name.replace(/\p{Cc}+/gu, ' ').trim();
  return [...line].slice(0, FILE_NAME_MAX_CHARS).join('') || 'video';
}
