import { AppShell, Button, EmptyState, LinkButton, LoadMore, useVideoList, VideoCard, VideoGrid } from '@kinora/ui';
import { useRef } from 'react';
import type { CataloguePageProps } from './props.js';

const pathOf = (query: string, cursor?: string): string => {
  const search = new URLSearchParams();
  if (query) search.set('q', query);
  if (cursor) search.set('cursor', cursor);
  return search.size > 0 ? `/?${search}` : '/';
};

const SearchForm = ({ query }: { query: string }) => (
  <search className="w-full max-w-md">
    <form action="/" method="get" className="flex gap-2">
      <input
        type="search"
        name="q"
        defaultValue={query}
        aria-label="Search videos"
        placeholder="Search videos"
        maxLength={200}
        className="min-h-10 w-full min-w-0 rounded-lg border border-field bg-surface px-3 text-base text-ink placeholder:text-muted"
      />
      <Button type="submit">Search</Button>
    </form>
  </search>
);

const NothingFound = ({ query }: { query: string }) => (
  <EmptyState title={`No video matches “${query}”`} action={<LinkButton href="/">Show all videos</LinkButton>}>
    Check the spelling, or search for fewer or other words.
  </EmptyState>
);

const NothingYet = () => (
  <EmptyState
    title="No videos yet"
    action={
      <LinkButton kind="primary" href="/studio">
        Upload the first video
      </LinkButton>
    }
  >
    Public videos appear here as soon as they can be watched.
  </EmptyState>
);

/** All that the visitor may see, newest first. */
export function CataloguePage({ user, page, query }: CataloguePageProps) {
  const { videos, nextCursor, status, loadMore } = useVideoList(page);
  const grid = useRef<HTMLDivElement>(null);

  const load = async (href: string) => {
    const [first] = await loadMore(href);
    if (!first) return;
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLElement>(`a[href="/watch/${first.id}"]`)?.focus({ preventScroll: true }),
    );
  };

  return (
    <AppShell user={user} current="videos" path={pathOf(query)}>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-8 gap-y-4 sm:mb-8">
        <h1 className="text-2xl font-bold tracking-tight wrap-anywhere">
          {query ? `Results for “${query}”` : 'Videos'}
        </h1>
        {(videos.length > 0 || query) && <SearchForm query={query} />}
      </div>
      {videos.length === 0 && (query ? <NothingFound query={query} /> : <NothingYet />)}
      <div ref={grid}>
        <VideoGrid>
          {videos.map((video) => (
            <VideoCard key={video.id} video={video} href={`/watch/${video.id}`} />
          ))}
        </VideoGrid>
      </div>
      {nextCursor && (
        <LoadMore
          href={pathOf(query, nextCursor)}
          label="Show more videos"
          status={status}
          onLoad={() => void load(pathOf(query, nextCursor))}
        />
      )}
    </AppShell>
  );
}
