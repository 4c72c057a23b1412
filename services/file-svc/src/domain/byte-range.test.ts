import { describe, expect, it } from 'vitest';
import { chooseRange } from './byte-range.js';

const part = (first: number, last: number) => ({ kind: 'part', first, last });
const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };

describe('chooseRange, of 1000 bytes', () => {
  it.each([
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-499', part(0, 499)],
    ['bytes=500-', part(500, 999)],
    ['bytes=999-', part(999, 999)],
    ['bytes=-1', part(999, 999)],
    ['bytes=-1000', part(0, 999)],
    ['bytes=-5000', part(0, 999)],
    ['bytes=0-999', part(0, 999)],
    ['bytes=0-1000', part(0, 999)],
    [`bytes=0-${'9'.repeat(40)}`, part(0, 999)],
    ['Bytes=1-2', part(1, 2)],
    ['bytes= 1-2', part(1, 2)],
  ])('takes %s', (header, choice) => expect(chooseRange(header, 1000)).toEqual(choice));

  it.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0', `bytes=${'9'.repeat(40)}-`])('cannot satisfy %s', (header) =>
    expect(chooseRange(header, 1000)).toEqual(unsatisfiable),
  );

  it.each([undefined, '', 'bytes', 'bytes=', 'bytes=-', 'bytes=5-4', 'bytes=a-b', 'bytes=0x1-2', 'items=0-1', '0-1'])(
    'ignores %s',
    (header) => expect(chooseRange(header, 1000)).toEqual(whole),
  );

  it.each(['bytes=0-1,4-5', 'bytes=0-1, 4-5', 'bytes=2000-,0-1'])('sends all for several ranges: %s', (header) =>
    expect(chooseRange(header, 1000)).toEqual(whole),
  );
});

it('has no part of an empty object to give', () => {
  expect(chooseRange('bytes=0-', 0)).toEqual(unsatisfiable);
  expect(chooseRange('bytes=-5', 0)).toEqual(whole);
});
