import { LoadMore } from '@kinora/ui';
import { useRef, useState } from 'react';
import type { BulkDone } from '../props.js';
import { useFocusKept } from '../use-focus-kept.js';
import { BulkBar } from './bulk-bar.js';
import { BulkOutcome } from './bulk-outcome.js';
import { EmptyList } from './empty-list.js';
import { ListFilters } from './list-filters.js';
import { isWholeList, listPagePath, WHOLE_LIST } from './list-query.js';
import { SelectAll } from './select-all.js';
import { StorageLine } from './storage-line.js';
import { type Bulk, useBulk } from './use-bulk.js';
import type { StudioList } from './use-list.js';
import { VideoRows } from './video-rows.js';

/** Where the focus goes when what had it is gone: to the video that came back or was ticked last, else to the top of the list. */
const placeIn = (section: HTMLElement | null, { outcome, lastTicked }: Bulk): HTMLElement | null | undefined => {
  const within = (id: string | undefined, what: string) =>
    id && section?.querySelector<HTMLElement>(`[data-video="${id}"] ${what}`);
  const restored = outcome?.action === 'restore' ? outcome.done[0] : undefined;
  return within(restored, 'h3 a') || within(lastTicked, 'input') || section?.querySelector('h2');
};

interface VideoListProps {
  list: StudioList;
  bulkDone: BulkDone | undefined;
}

/** What was uploaded: searched, filtered, sorted. */
export function VideoList({ list, bulkDone }: VideoListProps) {
  const { videos, query, nextCursor, status } = list;
  const bulk = useBulk(list, bulkDone);
  const [changes, setChanges] = useState(0);
  const section = useRef<HTMLElement>(null);
  useFocusKept(section, () => placeIn(section.current, bulk));
  const isTrash = query.state === 'trashed';
  return (
    <section ref={section} className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-labelledby="videos-heading">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="videos-heading" tabIndex={-1} className="rounded text-xl font-bold tracking-tight">
          {isTrash ? 'The trash' : 'Your videos'}
        </h2>
        <StorageLine shown={videos} changes={changes} />
      </div>
      {(videos.length > 0 || !isWholeList(query)) && (
        <ListFilters query={query} onChange={(next) => void list.show(next)} />
      )}
      <p role="status" className="sr-only">
        {status === 'loading' ? 'Loading …' : `${videos.length} ${videos.length === 1 ? 'video' : 'videos'} shown`}
      </p>
      <BulkOutcome bulk={bulk} query={query} />
      {videos.length > 1 && <SelectAll bulk={bulk} shown={videos.length} />}
      {videos.length === 0 ? (
        <EmptyList query={query} onShowAll={() => void list.show(WHOLE_LIST)} />
      ) : (
        <VideoRows list={list} bulk={bulk} onChanged={() => setChanges((count) => count + 1)} />
      )}
      <BulkBar bulk={bulk} isTrash={isTrash} />
      {(nextCursor || status === 'failed') && (
        <LoadMore
          href={listPagePath(query, nextCursor ?? undefined)}
          label="Show more videos"
          status={status}
          onLoad={() => void (status === 'failed' ? list.again() : list.loadMore())}
        />
      )}
    </section>
  );
}
