import { formatSize } from '@kinora/ui';
import type { StudioStorage } from '../props.js';
import { listPagePath, WHOLE_LIST } from './list-query.js';

const count = (videos: number): string => `${videos} ${videos === 1 ? 'video' : 'videos'}`;

/** What all videos together take, files and what was made of them. */
export const StorageLine = ({ storage: { videos, storedBytes, trash } }: { storage: StudioStorage }) => (
  <p className="text-sm text-muted tabular-nums">
    {count(videos)}, {formatSize(storedBytes)}
    {trash.videos > 0 && (
      <>
        {' · '}
        <a className="rounded underline hover:text-ink" href={listPagePath({ ...WHOLE_LIST, state: 'trashed' })}>
          {count(trash.videos)} in the trash
        </a>
        , {formatSize(trash.storedBytes)}
      </>
    )}
  </p>
);
