import { CopyButton, LinkButton, Notice, StateBadge } from '@kinora/ui';
import type { StudioVideo } from '../props.js';
import { useLiveVideo } from '../video/use-live-video.js';
import { VideoProgress } from '../video/video-progress.js';
import { shortHash } from './card-words.js';

const Hash = ({ hex }: { hex: string }) => (
  <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
    <p>
      SHA-256 <code title={hex}>{shortHash(hex)}</code>
    </p>
    <CopyButton label="Copy the hash" text={() => hex} />
  </div>
);

interface ArrivedVideoProps {
  video: StudioVideo;
  sha256: string | undefined;
  withEvents: boolean;
}

/** A file that has arrived: the state of its video as it is now. */
export function ArrivedVideo({ video: initial, sha256, withEvents }: ArrivedVideoProps) {
  const { video, isDeleted } = useLiveVideo(initial, { withEvents });
  const hex = video.sha256 ?? sha256;
  if (isDeleted) return <p className="text-sm text-muted">This video was deleted.</p>;
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <StateBadge video={video} /> All bytes have arrived. You can leave this page.
      </p>
      <VideoProgress video={video} />
      {video.failure && (
        <Notice tone="bad" title="This video cannot be watched">
          {video.failure.detail}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        {video.playable && (
          <LinkButton kind="primary" href={`/watch/${video.id}`}>
            Watch<span className="sr-only"> {video.title}</span>
          </LinkButton>
        )}
        <LinkButton href={`/studio/videos/${video.id}`}>Open its page</LinkButton>
      </div>
      {hex && <Hash hex={hex} />}
    </div>
  );
}
