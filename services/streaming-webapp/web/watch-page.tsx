import type { Video } from '@kinora/contracts';
import { LazyPlayer, type PlayerHandle } from '@kinora/player';
import { AppShell, Badge, CopyButton, LinkButton, ProgressBar, StateBadge, TimeAgo, VisibilityBadge } from '@kinora/ui';
import { type Ref, useRef, useState } from 'react';
import { ChapterList } from './chapter-list.js';
import type { WatchPageProps } from './props.js';
import { useCurrentVideo } from './use-current-video.js';

const Failed = ({ video }: { video: Video }) => (
  <>
    <p className="text-lg font-semibold">This video cannot be watched</p>
    <p className="max-w-prose text-sm">{video.failure?.detail}</p>
  </>
);

const Preparing = ({ video }: { video: Video }) => (
  <>
    <p className="text-lg font-semibold">This video is being prepared</p>
    <div className="w-64 max-w-full justify-self-center">
      <ProgressBar label="Preparing the video" percent={video.state === 'processing' ? video.progress : undefined} />
    </div>
    <p className="text-sm tabular-nums" role="status">
      {video.state === 'processing' ? `${video.progress} % done. ` : 'Waiting for its turn. '}
      It starts here by itself.
    </p>
  </>
);

interface StageProps {
  video: Video;
  wasPlayable: boolean;
  player: Ref<PlayerHandle>;
  onTime: (seconds: number) => void;
}

const Stage = ({ video, wasPlayable, player, onTime }: StageProps) => (
  <div className="kinora-stage">
    {video.playable && video.playbackUrl ? (
      <LazyPlayer
        videoId={video.id}
        title={video.title}
        playbackUrl={video.playbackUrl}
        posterUrl={video.posterUrl}
        storyboardUrl={video.storyboardUrl}
        chapters={video.chapters}
        autoPlay={!wasPlayable}
        onTime={onTime}
        handle={player}
      />
    ) : (
      <div className="grid size-full place-content-center gap-4 p-6 text-center text-white">
        {video.state === 'failed' ? <Failed video={video} /> : <Preparing video={video} />}
      </div>
    )}
  </div>
);

const embedCode = (id: string): string =>
  `<iframe src="${new URL(`/embed/${id}`, window.location.href).href}" width="640" height="360" allow="fullscreen; picture-in-picture" style="border:0"></iframe>`;

const Actions = ({ video, owned }: { video: Video; owned: boolean }) => (
  <div className="flex flex-wrap gap-2 sm:gap-3">
    {video.state !== 'failed' && (
      <CopyButton label="Copy link" text={() => new URL(`/watch/${video.id}`, window.location.href).href} />
    )}
    {video.playable && video.visibility !== 'private' && (
      <CopyButton label="Embed code" text={() => embedCode(video.id)} />
    )}
    {owned && <LinkButton href={`/studio/videos/${video.id}`}>Edit</LinkButton>}
  </div>
);

const Tags = ({ tags }: { tags: string[] }) =>
  tags.length > 0 && (
    <ul className="flex flex-wrap gap-2" aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag} className="max-w-full">
          <Badge>{tag}</Badge>
        </li>
      ))}
    </ul>
  );

/** One video, large, with its words below. */
export function WatchPage({ user, video: initial, owned, descriptionHtml }: WatchPageProps) {
  const video = useCurrentVideo(initial);
  const player = useRef<PlayerHandle>(null);
  const [seconds, setSeconds] = useState(0);
  return (
    <AppShell user={user} path={`/watch/${video.id}`}>
      <article className="mx-auto grid max-w-[calc((100dvh-12rem)*16/9)] min-w-0 gap-5 sm:min-w-[min(100%,40rem)]">
        <Stage video={video} wasPlayable={initial.playable} player={player} onTime={setSeconds} />
        <div className="grid gap-4">
          <h1
            lang={video.language ?? undefined}
            className="text-xl font-bold sm:text-2xl tracking-tight text-balance wrap-anywhere"
          >
            {video.title}
          </h1>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
              <TimeAgo iso={video.createdAt} />
              {video.visibility !== 'public' && <VisibilityBadge visibility={video.visibility} />}
              {video.state !== 'ready' && <StateBadge video={video} />}
            </p>
            <Actions video={video} owned={owned} />
          </div>
          {descriptionHtml && (
            <div
              lang={video.language ?? undefined}
              className="kinora-prose border-t border-line pt-4 wrap-anywhere"
              // biome-ignore lint/security/noDangerouslySetInnerHtml: the server rendered it from Markdown without HTML
              dangerouslySetInnerHTML={{ __html: descriptionHtml }}
            />
          )}
          {video.chapters && (
            <ChapterList
              chapters={video.chapters}
              seconds={seconds}
              onChoose={({ startSeconds }) => player.current?.seek(startSeconds)}
            />
          )}
          <Tags tags={video.tags} />
        </div>
      </article>
    </AppShell>
  );
}
