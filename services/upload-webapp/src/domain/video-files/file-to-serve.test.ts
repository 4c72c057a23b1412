import { expect, it } from 'vitest';
import { type Candidate, fileToServe } from './file-to-serve.js';

/** `new` has not been served, `p` can be watched: `third:new,p`. */
const candidates = (words: string): Candidate[] =>
  words.split(' ').map((word) => {
    const [id = '', traits = ''] = word.split(':');
    return { id, isPlayable: traits.includes('p'), hasServed: !traits.includes('new') };
  });

it.each([
  ['a new file that can be watched', 'first', 'second:new,p first:p', 'second'],
  ['a new file that cannot be watched yet', 'first', 'second:new first:p', 'first'],
  ['a file that was gone back to', 'first', 'second:p first:p', 'first'],
  ['a newer file after going back', 'first', 'third:new,p second:p first:p', 'third'],
  ['one that failed after it took over', 'second', 'second: first:p', 'first'],
  ['one that failed, with several to go back to', 'third', 'third: second:p first:p', 'second'],
  ['none that can be watched', 'first', 'second:new first:', 'first'],
  ['a first file that is gone', 'second', 'second:p', 'second'],
])('serves the right one of %s', (_, served, files, expected) =>
  expect(fileToServe(served, candidates(files))).toBe(expected),
);
