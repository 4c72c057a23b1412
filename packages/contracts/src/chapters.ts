import { z } from 'zod';

/** Most chapters of a video, and the longest title of one, in characters. */
export const CHAPTERS_MAX = 100;
export const CHAPTER_TITLE_MAX_CHARS = 100;

const startWords = 'has to be a number of seconds, from 0 on';
const titleWords = 'Please give the chapter a title.';

export const chapterSchema = z
  .strictObject({
    startSeconds: z
      .number(startWords)
      .min(0, startWords)
      .overwrite((seconds) => Math.round(seconds * 1_000) / 1_000)
      .describe('Where it begins; it ends where the next one begins.'),
    title: z
      .string(titleWords)
      .overwrite((text) => text.replace(/\p{Cc}+/gu, ' ').trim())
      .min(1, titleWords)
      .max(CHAPTER_TITLE_MAX_CHARS, `The title may have at most ${CHAPTER_TITLE_MAX_CHARS} characters.`),
  })
  .meta({ id: 'Chapter', description: 'A part of a video with a title.' });
export type Chapter = z.infer<typeof chapterSchema>;

/** All chapters of a video, in any order when they are sent, in that of their beginnings when they are read. */
export const chapterListSchema = z
  .strictObject({
    chapters: z
      .array(chapterSchema, 'has to be a list of chapters')
      .max(CHAPTERS_MAX, `A video may have at most ${CHAPTERS_MAX} chapters.`),
  })
  .meta({ id: 'ChapterList', description: 'The chapters of a video.' });
