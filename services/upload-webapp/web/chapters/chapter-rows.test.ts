import { expect, it } from 'vitest';
import { newRow, readRows, rowErrors, rowsBeyondEnd, rowsFromLines, withLines } from './chapter-rows.js';

const shown = (text: string) => rowsFromLines(text).map(({ time, title }) => [time, title]);

it('reads lines as they stand in descriptions', () => {
  const text = [
    'Chapters:',
    '0:00 Start',
    '[01:30] – The garden',
    '(1:02:03.5) Bees: 2 hives',
    '  2:00 - Ende  ',
    '3:99 no',
    '',
  ];
  expect(shown(text.join('\r\n'))).toEqual([
    ...[
      ['0:00', 'Start'],
      ['1:30', 'The garden'],
      ['1:02:03.5', 'Bees: 2 hives'],
      ['2:00', 'Ende'],
    ],
  ]);
});

it('puts lines behind what was typed, and passes empty rows over', () => {
  const typed = [
    { key: 'a', time: '0:00', title: 'Start' },
    { key: 'b', time: ' ', title: '' },
  ];
  expect(withLines(typed, '0:10 Next').map(({ title }) => title)).toEqual(['Start', 'Next']);
  expect(readRows(typed)).toEqual({ chapters: [{ startSeconds: 0, title: 'Start' }], keys: ['a'], errors: {} });
});

it('tells the row of a mistake, its own and that of the server', () => {
  expect(readRows([{ key: 'a', time: 'soon', title: 'x' }]).errors).toEqual({ a: { time: expect.any(String) } });
  const errors = [
    { field: 'chapters.1.startSeconds', detail: 'late' },
    { field: 'chapters.1.title', detail: 'long' },
  ];
  expect(rowErrors(['a', 'b'], errors)).toEqual({ b: { time: 'late', title: 'long' } });
  expect(rowErrors(['a'], [{ field: 'chapters', detail: 'too many' }])).toEqual({});
});

it('tells which rows viewers do not see, once the length is known', () => {
  const rows = [newRow('0:59.999', 'Seen'), newRow('1:00', 'Not seen'), newRow('soon', 'No time')];
  expect(rowsBeyondEnd(rows, null)).toEqual({});
  expect(rowsBeyondEnd(rows, 60)).toEqual({
    [rows[1]?.key ?? '']: { time: 'The video ends at 1:00: viewers do not see this chapter.' },
  });
});
