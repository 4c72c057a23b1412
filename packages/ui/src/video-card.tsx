import type { Video } from '@kinora/contracts';
import type { ReactNode } from 'react';
import { Badge, StateBadge } from './badge.js';
import { Poster } from './poster.js';
import { TimeAgo } from './time-ago.js';

const VISIBILITY_LABELS = { private: 'Private', unlisted: 'Unlisted', public: 'Public' } as const;

export const VisibilityBadge = ({ visibility }: Pick<Video, 'visibility'>) => (
  <Badge>{VISIBILITY_LABELS[visibility]}</Badge>
);

/** One video in a grid. The whole card is the link; what is not ready or not public says so. */
export const VideoCard = ({ video, href }: { video: Video; href: string }) => (
  <article className="group relative grid content-start gap-3">
    <Poster videoId={video.id} durationSeconds={video.durationSeconds} pictureUrl={video.thumbnailUrl} />
    <div className="grid gap-1">
      <h2 className="line-clamp-2 leading-snug font-semibold wrap-anywhere">
        <a
          href={href}
          className="group-hover:text-accent after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-offset-4 focus-visible:after:outline-accent"
        >
          {video.title}
        </a>
      </h2>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
        <TimeAgo iso={video.createdAt} />
        {video.visibility !== 'public' && <VisibilityBadge visibility={video.visibility} />}
        {video.state !== 'ready' && <StateBadge video={video} />}
      </p>
    </div>
  </article>
);

export const VideoGrid = ({ children }: { children: ReactNode }) => (
  <div className="grid gap-x-5 gap-y-8 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">{children}</div>
);
