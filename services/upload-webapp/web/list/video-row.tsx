import { formatSize, LinkButton, OnDate, Poster, StateBadge, TimeAgo, VisibilityBadge } from '@kinora/ui';
import { useEffect, useRef } from 'react';
import type { StudioVideo } from '../props.js';
import { useLiveVideo } from '../video/use-live-video.js';
import { VideoProgress } from '../video/video-progress.js';

interface VideoRowProps {
  video: StudioVideo;
  withEvents: boolean;
  isSelected: boolean;
  onSelect: () => void;
  /** Its state is another one, or it is gone: by itself, or from another window. */
  onChanged: () => void;
}

/** Calls back for each change but the first. */
function useEachChange(what: string, onChange: () => void): void {
  const last = useRef({ what, onChange });
  useEffect(() => {
    if (last.current.what !== what) onChange();
    last.current = { what, onChange };
  }, [what, onChange]);
}

/** One of the uploader's videos, as it is now. */
export function VideoRow({ video: initial, withEvents, isSelected, onSelect, onChanged }: VideoRowProps) {
  const { video, isDeleted } = useLiveVideo(initial, { withEvents });
  useEachChange(`${video.state} ${video.trash !== undefined} ${isDeleted}`, onChanged);
  if (isDeleted || (video.trash && !initial.trash)) return null;
  return (
    <li
      className="grid grid-cols-[6.5rem_1fr] gap-x-4 gap-y-3 border-t border-line py-4 first:border-t-0 sm:grid-cols-[10rem_1fr_auto] sm:items-center"
      data-testid="video-row"
      data-video={video.id}
    >
      <div className="relative">
        <Poster videoId={video.id} durationSeconds={video.durationSeconds} pictureUrl={video.thumbnailUrl} />
        <label className="absolute top-0 left-0 grid size-10 cursor-pointer place-items-center">
          <input
            type="checkbox"
            name="ids"
            value={video.id}
            aria-label={`Select ${video.title}`}
            className="size-5 accent-accent"
            checked={isSelected}
            onChange={onSelect}
          />
        </label>
      </div>
      <div className="grid min-w-0 gap-1.5">
        <h3 className="line-clamp-2 leading-snug font-semibold wrap-anywhere">
          <a href={`/studio/videos/${video.id}`} className="rounded hover:text-accent">
            {video.title}
          </a>
        </h3>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1.5 text-sm text-muted">
          <StateBadge video={video} />
          <VisibilityBadge visibility={video.visibility} />
          {video.storedBytes > 0 && (
            <span title="The file and all that was made of it">{formatSize(video.storedBytes)}</span>
          )}
          <TimeAgo iso={video.createdAt} />
          {video.trash && (
            <span>
              deleted for good on <OnDate iso={video.trash.until} />
            </span>
          )}
        </p>
        {video.failure && <p className="text-sm text-bad wrap-anywhere">{video.failure.detail}</p>}
        <VideoProgress video={video} />
      </div>
      <div className="flex gap-2 max-sm:col-start-2">
        {video.playable && !video.trash && (
          <LinkButton href={`/watch/${video.id}`}>
            Watch<span className="sr-only"> {video.title}</span>
          </LinkButton>
        )}
        <LinkButton kind="quiet" className="max-sm:first:-ml-4" href={`/studio/videos/${video.id}`}>
          Manage<span className="sr-only"> {video.title}</span>
        </LinkButton>
      </div>
    </li>
  );
}
