import type { VideoPage } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { useRef, useState } from 'react';
import type { StudioVideo } from '../props.js';
import { isWholeList, type ListQuery, listApiPath, listPagePath } from './list-query.js';

type Page = VideoPage<StudioVideo>;

const isNewIn = ({ videos }: Page) => {
  const ids = new Set(videos.map(({ id }) => id));
  return ({ id }: StudioVideo) => !ids.has(id);
};

/** As many as one page may have, at least those of an ordinary one. */
const PAGE_VIDEOS = { least: 24, most: 50 };

const withLimit = (path: string, videos: number): string => {
  const limit = Math.min(PAGE_VIDEOS.most, Math.max(PAGE_VIDEOS.least, videos));
  return `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
};

/** The list of the studio: what it is asked for, and as much of the answer as was loaded. */
export function useList(first: Page, firstQuery: ListQuery) {
  const [page, setPage] = useState(first);
  const [query, setQuery] = useState(firstQuery);
  const [status, setStatus] = useState<'idle' | 'loading' | 'failed'>('idle');
  const asked = useRef(0);
  const lastAsked = useRef<() => Promise<void>>(async () => undefined);

  /** An answer that is overtaken by a later question counts for nothing. */
  const ask = async (path: string, take: (answer: Page) => void): Promise<void> => {
    const number = ++asked.current;
    lastAsked.current = () => ask(path, take);
    setStatus('loading');
    const answer = await callApi(path).catch(() => undefined);
    if (number !== asked.current) return;
    setStatus(answer ? 'idle' : 'failed');
    if (answer) take(answer as Page);
  };

  const show = (next: ListQuery): Promise<void> => {
    setQuery(next);
    window.history.replaceState(null, '', listPagePath(next));
    return ask(listApiPath(next), setPage);
  };
  const loadMore = (): Promise<void> =>
    ask(listApiPath(query, page.nextCursor ?? undefined), (next) =>
      setPage((old) => ({ ...next, videos: [...old.videos, ...next.videos.filter(isNewIn(old))] })),
    );
  /** What is shown, as it is now: as much of it as one page may have. */
  const renew = (): Promise<void> => ask(withLimit(listApiPath(query), page.videos.length), setPage);
  /** A video that has just arrived stands where it belongs, unless the list is about others; one that is there is renewed. */
  const put = (video: StudioVideo) =>
    setPage((old) => {
      const isThere = old.videos.some(({ id }) => id === video.id);
      if (isThere) return { ...old, videos: old.videos.map((one) => (one.id === video.id ? video : one)) };
      return isWholeList(query) ? { ...old, videos: [video, ...old.videos] } : old;
    });

  return { ...page, query, status, show, loadMore, renew, again: () => lastAsked.current(), put };
}

export type StudioList = ReturnType<typeof useList>;
