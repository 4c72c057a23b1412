import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './page-cursor.js';

const start = { createdAt: new Date('2026-11-20T10:00:00.123Z'), id: 'b61d93fb-88a5-45ec-94c3-d767cc1e7bff' };

test('a cursor leads back to where it was made', () => {
  expect(decodeCursor(encodeCursor(start))).toEqual(start);
});

test.each([
  ['nothing', ''],
  ['no cursor', 'hello'],
  ['an id that is none', Buffer.from("1.' OR 1=1").toString('base64url')],
  ['a time that no clock shows', Buffer.from(`${'9'.repeat(16)}.${start.id}`).toString('base64url')],
])('%s is refused', (_what, cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid-fields' }));
});
