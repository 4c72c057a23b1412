import { CHAPTER_TITLE_MAX_CHARS, CHAPTERS_MAX, type Chapter, chapterSchema } from '@kinora/contracts';

/** A chapter as a file tells of it. */
interface ToldChapter {
  /** Against the start of the file. */
  startSeconds: number;
  title: string | null;
}

/** One alone divides nothing. */
const CHAPTERS_MIN = 2;

/** Chapters of a file that an owner might have written as well; what makes no sense is left out. */
export function fileChapters(told: ToldChapter[], durationSeconds: number | null): Chapter[] {
  const read = told.flatMap(({ startSeconds, title }, at) => {
    const named = [...(title ?? '').trim()].slice(0, CHAPTER_TITLE_MAX_CHARS).join('') || `Chapter ${at + 1}`;
    const { success, data } = chapterSchema.safeParse({ startSeconds, title: named });
    return success && startSeconds < (durationSeconds ?? Number.POSITIVE_INFINITY) ? [data] : [];
  });
  const sorted = read.toSorted((a, b) => a.startSeconds - b.startSeconds);
  const distinct = sorted.filter(({ startSeconds }, at) => startSeconds !== sorted[at - 1]?.startSeconds);
  return distinct.length < CHAPTERS_MIN ? [] : distinct.slice(0, CHAPTERS_MAX);
}
