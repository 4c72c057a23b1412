import { expect, it } from 'vitest';
import { beginsWithIdr } from './idr.js';

const nal = (lengthBytes: number, type: number, bytes = 3) => {
  const unit = Buffer.alloc(lengthBytes + bytes);
  unit.writeUIntBE(bytes, 0, lengthBytes);
  unit[lengthBytes] = 0x60 | type;
  return unit;
};
const [SLICE, IDR, MESSAGE, PARAMETERS, DELIMITER] = [1, 5, 6, 7, 9];

it.each<[string, number[], boolean]>([
  ['an IDR picture', [IDR], true],
  ['an IDR picture behind parameters', [DELIMITER, PARAMETERS, MESSAGE, IDR], true],
  ['a picture that recovers', [DELIMITER, MESSAGE, SLICE], false],
  ['a slice in parts', [2, IDR], false],
  ['messages alone', [MESSAGE], false],
  ['nothing', [], false],
])('knows %s', (_what, types, expected) => {
  for (const lengthBytes of [1, 2, 4])
    expect(beginsWithIdr(Buffer.concat(types.map((type) => nal(lengthBytes, type))), lengthBytes)).toBe(expected);
});

it('needs no more than the head of a picture', () =>
  expect(beginsWithIdr(nal(4, IDR, 900).subarray(0, 100), 4)).toBe(true));
