import { expect, it } from 'vitest';
import { checkList, checkStored, endedUpload, type UploadedPart } from './part-uploads.js';

const MIN_BYTES = 5 * 1024 * 1024;
const part = (number: number, sizeBytes = MIN_BYTES, etag = '"a"'): UploadedPart => ({ number, sizeBytes, etag });

it.each([
  ['one part, however small', [part(1, 1)]],
  ['parts of the least size, and a smaller last one', [part(1), part(2), part(3, 1)]],
])('takes %s', (_, parts) => expect(() => checkList(parts)).not.toThrow());

it.each([
  ['no part', [], /names no part/],
  ['a gap', [part(1), part(3)], /part 2 is not there/],
  ['another order', [part(2), part(1)], /part 1 is not there/],
  ['a part twice', [part(1), part(1)], /part 2 is not there/],
  ['a part before the last that is a byte too small', [part(1, MIN_BYTES - 1), part(2)], /Part 1 has 5242879 bytes/],
])('refuses %s', (_, parts, words) => {
  expect(() => checkList(parts)).toThrow(
    expect.objectContaining({ code: 'bad-request', detail: expect.stringMatching(words) }),
  );
});

it.each([
  ['is missing', part(3), /Part 3 is missing/],
  ['has another size', part(2, MIN_BYTES + 1), /Part 2 has 5242880 bytes in the store, not 5242881/],
  ['has another tag', part(2, MIN_BYTES, '"b"'), /Part 2 was stored again/],
])('says which part %s', (_, named, words) => {
  const stored = new Map([1, 2].map((number) => [number, part(number)]));
  expect(() => checkStored([part(1)], stored)).not.toThrow();
  expect(() => checkStored([part(1), named], stored)).toThrow(
    expect.objectContaining({ code: 'parts-mismatch', detail: expect.stringMatching(words) }),
  );
});

it('takes an object of the same size for what an upload that has ended became', () => {
  const object = { sizeBytes: 10, etag: '"a"' };
  expect(endedUpload(object, 10)).toBe(object);
  for (const other of [null, { ...object, sizeBytes: 9 }]) {
    expect(() => endedUpload(other, 10)).toThrow(expect.objectContaining({ code: 'not-found' }));
  }
});
