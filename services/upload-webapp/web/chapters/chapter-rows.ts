import type { Chapter } from '@kinora/contracts';
import { formatClock, parseClock } from '../video/clock.js';

/** A chapter as it is typed. */
export interface ChapterRow {
  /** Stays while the row moves. */
  key: string;
  time: string;
  title: string;
}

let rowsMade = 0;

export const newRow = (time: string, title = ''): ChapterRow => {
  rowsMade += 1;
  return { key: `row-${rowsMade}`, time, title };
};

export const toRow = ({ startSeconds, title }: Chapter): ChapterRow => newRow(formatClock(startSeconds), title);

const isEmpty = ({ time, title }: ChapterRow): boolean => time.trim() === '' && title.trim() === '';

/** `0:00 Title`, as it stands in descriptions: in brackets or not, with a dash between or not. */
const LINE = /^[[(]?((?:\d+:)?\d+:\d{2}(?:[.,]\d{1,3})?)[\])]?\s*(?:[-–—:|]\s*)?(\S.*)$/u;

/** Lines that say when and what; all else is passed over. */
export function rowsFromLines(text: string): ChapterRow[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, time = '', title = ''] = LINE.exec(line.trim()) ?? [];
    const startSeconds = parseClock(time);
    return startSeconds === null ? [] : [toRow({ startSeconds, title: title.trim() })];
  });
}

/** Rows that were pasted come after those that are there. */
export const withLines = (rows: ChapterRow[], text: string): ChapterRow[] => [
  ...rows.filter((row) => !isEmpty(row)),
  ...rowsFromLines(text),
];

/** What is wrong with a row, in words, by its key and its field. */
export type RowErrors = Record<string, { time?: string; title?: string }>;

/** Which rows viewers do not get to see: they were written before it was known how long the video is, or for a longer file. */
export function rowsBeyondEnd(rows: ChapterRow[], durationSeconds: number | null): RowErrors {
  if (durationSeconds === null) return {};
  const time = `The video ends at ${formatClock(Math.floor(durationSeconds))}: viewers do not see this chapter.`;
  const beyond = rows.filter(({ time: typed }) => (parseClock(typed) ?? 0) >= durationSeconds);
  return Object.fromEntries(beyond.map(({ key }) => [key, { time }]));
}

interface ReadRows {
  chapters: Chapter[];
  /** Keys of the rows that they come from, in the same order. */
  keys: string[];
  errors: RowErrors;
}

/** Rows that are empty count for nothing. */
export function readRows(rows: ChapterRow[]): ReadRows {
  const filled = rows.filter((row) => !isEmpty(row));
  const errors: RowErrors = {};
  const chapters = filled.map(({ key, time, title }) => {
    const startSeconds = parseClock(time);
    if (startSeconds === null) errors[key] = { time: 'Please write a time such as 1:02.' };
    return { startSeconds: startSeconds ?? 0, title };
  });
  return { chapters, keys: filled.map(({ key }) => key), errors };
}

const FIELD = /^chapters\.(\d+)\.(startSeconds|title)$/;

/** Which rows the server found wrong. */
export function rowErrors(keys: string[], errors: { field: string; detail: string }[] = []): RowErrors {
  const found: RowErrors = {};
  for (const { field, detail } of errors) {
    const [, at = '', name] = FIELD.exec(field) ?? [];
    const key = keys[Number(at)];
    if (key !== undefined && name) found[key] = { ...found[key], [name === 'title' ? 'title' : 'time']: detail };
  }
  return found;
}
