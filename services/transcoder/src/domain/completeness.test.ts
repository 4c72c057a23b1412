import { expect, it } from 'vitest';
import { assertWhole } from './completeness.js';

const check =
  (declaredSeconds: number | null, producedSeconds: number, container: 'mp4' | 'mpeg-ts' = 'mp4') =>
  () =>
    assertWhole({ container, declaredSeconds, producedSeconds });

it.each([
  [10, 9],
  [10, 12],
  [100, 98],
  [2, 1.5],
  [0.04, 0.035],
  [null, 0.04],
])('of %d s %d s are whole', (declared, produced) => expect(check(declared, produced)).not.toThrow());

it.each([
  [10, 8.9],
  [100, 97.9],
  [2, 1.49],
  [null, 0],
])('of %d s %d s are not', (declared, produced) =>
  expect(check(declared, produced)).toThrow(expect.objectContaining({ code: 'unreadable' })),
);

it('does not hold a container to a length that it only guesses', () => expect(check(100, 10, 'mpeg-ts')).not.toThrow());

it('tells the uploader how much is there', () => expect(check(60, 31.5)).toThrow('only 31 of its 60 seconds'));
