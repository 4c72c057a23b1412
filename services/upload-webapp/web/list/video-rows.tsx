import type { StudioVideo } from '../props.js';
import { isSettled } from '../video/use-live-video.js';
import { listSearch } from './list-query.js';
import { PlainBulkBar } from './plain-bulk-bar.js';
import { BULK_PATH } from './send-bulk.js';
import type { Bulk } from './use-bulk.js';
import type { StudioList } from './use-list.js';
import { VideoRow } from './video-row.js';

/** How many videos are followed by server-sent events at once; the others are asked for, and those that still have to arrive. */
const EVENT_STREAMS_MAX = 2;

const followedOf = (videos: StudioVideo[]): Set<string> =>
  new Set(
    videos
      .filter((video) => !isSettled(video) && ![video, ...video.files].some(({ state }) => state === 'uploading'))
      .slice(0, EVENT_STREAMS_MAX)
      .map(({ id }) => id),
  );

interface VideoRowsProps {
  list: StudioList;
  bulk: Bulk;
  /** One of them has another state, or is gone. */
  onChanged: () => void;
}

/** The videos that the list shows: a form, which without JavaScript changes those that are ticked. */
export function VideoRows({ list: { videos, query, status }, bulk, onChanged }: VideoRowsProps) {
  const followed = followedOf(videos);
  return (
    <form
      method="post"
      action={BULK_PATH}
      className="rounded-2xl border border-line bg-surface px-4 shadow-sm sm:px-6"
      onSubmit={(event) => event.preventDefault()}
    >
      <input type="hidden" name="list" value={listSearch(query)} />
      <ul aria-busy={status === 'loading'}>
        {videos.map((video) => (
          <VideoRow
            key={`${video.id} ${video.version}`}
            video={video}
            withEvents={followed.has(video.id)}
            isSelected={bulk.selected.includes(video.id)}
            onSelect={() => bulk.toggle(video.id)}
            onChanged={onChanged}
          />
        ))}
      </ul>
      <noscript>
        <PlainBulkBar isTrash={query.state === 'trashed'} />
      </noscript>
    </form>
  );
}
