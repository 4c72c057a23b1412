import type { Video, VideoPage } from '@kinora/contracts';
import { useState } from 'react';
import { readPageData } from './page-data.js';

/** Reads the next part of a list out of the page that shows it: the same address works as a plain link. */
async function fetchPage<Item extends Video>(href: string): Promise<VideoPage<Item>> {
  const response = await fetch(href, { headers: { Accept: 'text/html' } });
  if (!response.ok) throw new Error(`${href} answered ${response.status}`);
  const next = new DOMParser().parseFromString(await response.text(), 'text/html');
  return (readPageData(next).props as { page: VideoPage<Item> }).page;
}

/** A list that grows by one part at a time. A video that is in it already is not added twice. */
export function useVideoList<Item extends Video>(first: VideoPage<Item>) {
  const [page, setPage] = useState(first);
  const [status, setStatus] = useState<'idle' | 'loading' | 'failed'>('idle');

  const loadMore = async (href: string): Promise<Item[]> => {
    setStatus('loading');
    try {
      const next = await fetchPage<Item>(href);
      const added = next.videos.filter(({ id }) => !page.videos.some((video) => video.id === id));
      setPage({ videos: [...page.videos, ...added], nextCursor: next.nextCursor });
      setStatus('idle');
      return added;
    } catch {
      setStatus('failed');
      return [];
    }
  };

  const prepend = (video: Item) => setPage((old) => ({ ...old, videos: [video, ...old.videos] }));
  return { ...page, status, loadMore, prepend };
}
