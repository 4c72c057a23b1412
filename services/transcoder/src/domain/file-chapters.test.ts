import { CHAPTER_TITLE_MAX_CHARS, CHAPTERS_MAX } from '@kinora/contracts';
import { expect, it } from 'vitest';
import { fileChapters } from './file-chapters.js';

const told = (...starts: number[]) => starts.map((startSeconds) => ({ startSeconds, title: null }));
const starts = (...args: Parameters<typeof fileChapters>) =>
  fileChapters(...args).map((chapter) => chapter.startSeconds);

it('names those that have no title, and cuts titles that are too long', () => {
  const long = { startSeconds: 5, title: `${'x'.repeat(CHAPTER_TITLE_MAX_CHARS)}y` };
  expect(fileChapters([{ startSeconds: 0, title: ' ' }, long], 60).map(({ title }) => title)).toEqual([
    ...['Chapter 1', 'x'.repeat(CHAPTER_TITLE_MAX_CHARS)],
  ]);
});

it('leaves out what makes no sense', () => {
  expect(starts(told(20, 0, 20, -3, Number.NaN, 60, 10.0004), 60)).toEqual([0, 10, 20]);
  expect(starts(told(0, 99), null)).toEqual([0, 99]);
  expect(starts(told(0), 60)).toEqual([]);
  expect(starts(told(...Array(CHAPTERS_MAX + 1).keys()), null)).toHaveLength(CHAPTERS_MAX);
});
