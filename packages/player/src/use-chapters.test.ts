import { expect, it } from 'vitest';
import { chapterSpans } from './use-chapters.js';

const chapters = [0, 10, 25].map((startSeconds) => ({ startSeconds, title: `From ${startSeconds}` }));

it('lets a chapter end where the next one begins, and the last one with the video', () => {
  expect(chapterSpans(chapters, 60).map(({ endSeconds }) => endSeconds)).toEqual([10, 25, 60]);
});

it('leaves out what lies beyond the end of what is there so far', () => {
  expect(chapterSpans(chapters, 20).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
    ...[
      [0, 10],
      [10, 20],
    ],
  ]);
  expect(chapterSpans(chapters, 25)).toHaveLength(2);
});
