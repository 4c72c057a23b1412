import { videoIdSchema } from '@kinora/contracts';
import { Problem } from './problem.js';

export const PAGE_DEFAULT_VIDEOS = 24;
export const PAGE_MAX_VIDEOS = 50;

/** Where a page begins: right after this video, in the order newest first. */
export interface PageStart {
  createdAt: Date;
  id: string;
}

export const encodeCursor = ({ createdAt, id }: PageStart): string =>
  Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');

/** @throws Problem `invalid-fields` for anything that no page gave out */
export function decodeCursor(cursor: string): PageStart {
  const [, time, id] = /^(\d{1,15})\.(.+)$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (time !== undefined && videoIdSchema.safeParse(id).success)
    return { createdAt: new Date(Number(time)), id: String(id) };
  const detail = 'The cursor is not one that a page of this list gave out. Please start from the first page.';
  throw new Problem('invalid-fields', detail, { errors: [{ field: 'cursor', detail }] });
}
