import { LoadMore } from '@kinora/ui';
import { isSettled } from '../video/use-live-video.js';
import { BulkBar } from './bulk-bar.js';
import { BulkOutcome } from './bulk-outcome.js';
import { EmptyList } from './empty-list.js';
import { ListFilters } from './list-filters.js';
import { isWholeList, listPagePath, WHOLE_LIST } from './list-query.js';
import { SelectAll } from './select-all.js';
import { StorageLine } from './storage-line.js';
import { useBulk } from './use-bulk.js';
import type { StudioList } from './use-list.js';
import { VideoRow } from './video-row.js';

/** How many videos are followed by server-sent events at once; the others are asked for, and those that still have to arrive. */
const EVENT_STREAMS_MAX = 2;

const followedOf = ({ videos }: StudioList): Set<string> =>
  new Set(
    videos
      .filter((video) => !isSettled(video) && ![video, ...video.files].some(({ state }) => state === 'uploading'))
      .slice(0, EVENT_STREAMS_MAX)
      .map(({ id }) => id),
  );

/** What was uploaded: searched, filtered, sorted. */
export function VideoList({ list }: { list: StudioList }) {
  const { videos, query, nextCursor, status } = list;
  const followed = followedOf(list);
  const bulk = useBulk(list);
  const isTrash = query.state === 'trashed';
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-labelledby="videos-heading">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="videos-heading" className="text-xl font-bold tracking-tight">
          {isTrash ? 'The trash' : 'Your videos'}
        </h2>
        <StorageLine shown={videos} />
      </div>
      {(videos.length > 0 || !isWholeList(query)) && (
        <ListFilters query={query} onChange={(next) => void list.show(next)} />
      )}
      <p role="status" className="sr-only">
        {status === 'loading' ? 'Loading …' : `${videos.length} ${videos.length === 1 ? 'video' : 'videos'} shown`}
      </p>
      <BulkOutcome bulk={bulk} />
      {videos.length > 1 && <SelectAll bulk={bulk} shown={videos.length} />}
      {videos.length === 0 ? (
        <EmptyList query={query} onShowAll={() => void list.show(WHOLE_LIST)} />
      ) : (
        <ul
          className="rounded-2xl border border-line bg-surface px-4 shadow-sm sm:px-6"
          aria-busy={status === 'loading'}
        >
          {videos.map((video) => (
            <VideoRow
              key={`${video.id} ${video.version}`}
              video={video}
              withEvents={followed.has(video.id)}
              isSelected={bulk.selected.includes(video.id)}
              onSelect={() => bulk.toggle(video.id)}
            />
          ))}
        </ul>
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
