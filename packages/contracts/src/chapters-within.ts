import type { Chapter } from './chapters.js';

/** Those that viewers see: none begins after the end of the file, which may have come later. Null is a length that nobody knows yet. */
export const chaptersWithin = (chapters: Chapter[], durationSeconds: number | null): Chapter[] =>
  chapters.filter(({ startSeconds }) => durationSeconds === null || startSeconds < durationSeconds);
