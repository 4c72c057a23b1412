import { callApi, formatSize } from '@kinora/ui';
import { useEffect, useState } from 'react';
import type { StudioStorage, StudioVideo } from '../props.js';
import { listPagePath, WHOLE_LIST } from './list-query.js';

const count = (videos: number): string => `${videos} ${videos === 1 ? 'video' : 'videos'}`;

interface StorageLineProps {
  shown: StudioVideo[];
  /** Raised when one of them has changed by itself. */
  changes: number;
}

/** What all videos together take, files and what was made of them; asked for again when the list changes. */
export function StorageLine({ shown, changes }: StorageLineProps) {
  const [storage, setStorage] = useState<StudioStorage>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list may mean other totals
  useEffect(() => {
    callApi('/api/v1/studio/storage').then(
      (answer) => setStorage(answer as StudioStorage),
      () => setStorage(undefined),
    );
  }, [shown, changes]);
  const { videos = 0, storedBytes = 0, trash = { videos: 0, storedBytes: 0 } } = storage ?? {};
  if (videos + trash.videos === 0) return null;
  return (
    <p className="text-sm text-muted tabular-nums" data-testid="storage">
      <span className="whitespace-nowrap">
        {count(videos)}, {formatSize(storedBytes)}
      </span>
      {trash.videos > 0 && (
        <>
          {' · '}
          <span className="whitespace-nowrap">
            <a className="rounded underline hover:text-ink" href={listPagePath({ ...WHOLE_LIST, state: 'trashed' })}>
              {count(trash.videos)} in the trash
            </a>
            , {formatSize(trash.storedBytes)}
          </span>
        </>
      )}
    </p>
  );
}
