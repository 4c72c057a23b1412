import { createHash } from 'node:crypto';
import { type Chapter, chapterListSchema } from '@kinora/contracts';
import type { EditOutcome } from './edit-outcome.js';
import { isAllowed } from './if-match.js';
import { invalidFields, parse } from './video-fields.js';

/** What is known of the chapters of a video. */
export interface ChaptersOf {
  chapters: Chapter[];
  /** Null until it is known. */
  durationSeconds: number | null;
}

export interface ChapterRecords {
  /** A video of somebody else is as good as none. */
  find(ownerId: string, videoId: string): Promise<ChaptersOf | undefined>;
  /** Puts these in the place of all that were there, if those are what the change was meant for. */
  replace(
    ownerId: string,
    videoId: string,
    chapters: Chapter[],
    isCurrent: (chapters: Chapter[]) => boolean,
  ): Promise<EditOutcome>;
}

const TAG_CHARS = 22;

/** The tag stands for the chapters alone. */
export function chaptersEtag(chapters: Chapter[]): string {
  const hash = createHash('sha256').update(
    JSON.stringify(chapters.map(({ startSeconds, title }) => [startSeconds, title])),
  );
  return `"${hash.digest('base64url').slice(0, TAG_CHARS)}"`;
}

export const isCurrentFor = (ifMatch: string | undefined) => (chapters: Chapter[]) =>
  isAllowed(ifMatch, chaptersEtag(chapters));

function whatIsWrong({ startSeconds }: Chapter, at: number, all: Chapter[], durationSeconds: number | null) {
  if (durationSeconds !== null && startSeconds >= durationSeconds)
    return `The video ends after ${durationSeconds} seconds: no chapter can begin at ${startSeconds}.`;
  const isFirst = all.findIndex((other) => other.startSeconds === startSeconds) === at;
  return isFirst ? undefined : `Another chapter begins at ${startSeconds} seconds too.`;
}

/**
 * Reads chapters in any order.
 * @returns them in the order of their beginnings
 * @throws Problem `invalid-fields` that names each place which is wrong, counted as they were sent
 */
export function parseChapters(body: unknown, durationSeconds: number | null): Chapter[] {
  const { chapters } = parse(chapterListSchema, body ?? {});
  const errors = chapters.flatMap((chapter, at) => {
    const detail = whatIsWrong(chapter, at, chapters, durationSeconds);
    return detail ? [{ field: `chapters.${at}.startSeconds`, detail }] : [];
  });
  if (errors.length > 0) throw invalidFields(errors);
  return chapters.toSorted((a, b) => a.startSeconds - b.startSeconds);
}
