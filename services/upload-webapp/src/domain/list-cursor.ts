import { videoIdSchema } from '@kinora/contracts';
import { z } from 'zod';
import { SORTS, type Sort } from '../../web/list/list-query.js';
import { invalidFields } from './video-fields.js';

/** Where a page begins: right after this video, in the order of `sort`. */
export interface ListStart {
  sort: Sort;
  /** What the list is sorted by: milliseconds since 1970, a title, bytes or seconds. */
  value: number | string;
  id: string;
}

const startSchema = z.union([
  z.tuple([z.literal('title'), z.string(), videoIdSchema]),
  z.tuple([z.enum(SORTS).exclude(['title']), z.number(), videoIdSchema]),
]);

export const encodeListCursor = ({ sort, value, id }: ListStart): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @throws Problem `invalid-fields` for anything that no page in this order gave out */
export function decodeListCursor(cursor: string, sort: Sort): ListStart {
  const { data } = startSchema.safeParse(parse(Buffer.from(cursor, 'base64url').toString()));
  if (data?.[0] === sort) return { sort, value: data[1], id: data[2] };
  const detail = 'The cursor is not one that a page of this list gave out. Please start from the first page.';
  throw invalidFields([{ field: 'cursor', detail }]);
}
