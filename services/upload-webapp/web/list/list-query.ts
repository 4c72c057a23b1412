import { VIDEO_STATES, VISIBILITIES, type Visibility } from '@kinora/contracts';

export const SORTS = ['newest', 'oldest', 'title', 'largest', 'longest'] as const;
export type Sort = (typeof SORTS)[number];

/** What is looked for by state: those of a video, or what is in the trash, whatever its state. */
export const LIST_STATES = [...VIDEO_STATES, 'trashed'] as const;
type ListState = (typeof LIST_STATES)[number];

export const LIST_VISIBILITIES = VISIBILITIES;

/** What the list shows, and in which order. */
export interface ListQuery {
  /** Words that title, tags and description together contain; empty for all. */
  q: string;
  /** Empty for all that is not in the trash. */
  state: ListState | '';
  visibility: Visibility | '';
  sort: Sort;
}

export const WHOLE_LIST: ListQuery = { q: '', state: '', visibility: '', sort: 'newest' };

/** Only what differs from the whole list, so that addresses stay short. */
export function listSearch(query: ListQuery, cursor?: string): string {
  const differing = Object.entries(query).filter(([name, value]) => value !== WHOLE_LIST[name as keyof ListQuery]);
  const search = new URLSearchParams(differing);
  if (cursor) search.set('cursor', cursor);
  return search.size > 0 ? `?${search}` : '';
}

/** The page that shows it. */
export const listPagePath = (query: ListQuery, cursor?: string): string => `/studio${listSearch(query, cursor)}`;

/** The API that answers it. */
export const listApiPath = (query: ListQuery, cursor?: string): string =>
  `/api/v1/studio/videos${listSearch(query, cursor)}`;

export const isWholeList = (query: ListQuery): boolean => listSearch(query) === '';
