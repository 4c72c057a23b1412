import { expect, it } from 'vitest';
import { checkPlaces, type PlacedPart, placeInOrder, replacedBy } from './placed-part.js';

const placed = (number: number, offsetBytes: number, sizeBytes: number, etag = '"a"'): PlacedPart => ({
  number,
  offsetBytes,
  sizeBytes,
  etag,
});
const stored = new Map([placed(1, 0, 10), placed(2, 10, 10), placed(3, 20, 10)].map((part) => [part.number, part]));

it.each([
  ['is new', placed(4, 30, 10), []],
  ['comes again as it was', placed(2, 10, 10), null],
  ['comes again with other bytes', placed(2, 10, 10, '"b"'), [2]],
  ['comes again elsewhere', placed(2, 30, 10), [2]],
  ['reaches one byte into the next', placed(2, 10, 11), [2, 3]],
  ['reaches one byte into the one before', placed(4, 29, 10), [3]],
  ['covers them all', placed(9, 0, 30), [1, 2, 3]],
])('a part that %s', (_, part, replaced) => expect(replacedBy(part, stored)).toEqual(replaced));

it('wants each part to be stored where the one before it ends in the list', () => {
  const inOrder = (...parts: PlacedPart[]) => placeInOrder(parts);
  expect(() => checkPlaces(inOrder(placed(1, 0, 10), placed(2, 10, 10)), stored)).not.toThrow();
  expect(() => checkPlaces(inOrder(placed(1, 0, 10), placed(3, 20, 10)), stored)).toThrow(
    expect.objectContaining({
      code: 'parts-mismatch',
      detail: 'Part 3 was stored at byte 20, but the parts before it end at 10.',
    }),
  );
});
