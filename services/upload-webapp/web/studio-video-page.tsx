import type { Chapter } from '@kinora/contracts';
import type { PlayerHandle } from '@kinora/player';
import { AppShell, CopyButton, LinkButton, Notice, ProblemNotice, StateBadge, VisibilityBadge } from '@kinora/ui';
import { type Ref, useRef, useState } from 'react';
import { CaptionsSection } from './captions/captions-section.js';
import { ChaptersSection } from './chapters/chapters-section.js';
import { FileSection } from './file/file-section.js';
import type { StudioVideo, StudioVideoPageProps } from './props.js';
import { DeleteVideo } from './video/delete-video.js';
import { EditForm } from './video/edit-form.js';
import { PictureSection } from './video/picture-section.js';
import { Preview } from './video/preview.js';
import { Renditions } from './video/renditions.js';
import { TrashNotice } from './video/trash-notice.js';
import { useLiveVideo } from './video/use-live-video.js';
import { VideoFacts } from './video/video-facts.js';
import { VideoFailure } from './video/video-failure.js';
import { VideoProgress } from './video/video-progress.js';

const Heading = ({ video }: { video: StudioVideo }) => (
  <div className="grid gap-2">
    <p>
      <a href="/studio" className="rounded text-sm font-semibold text-muted hover:text-ink">
        <span aria-hidden="true">← </span>Your videos
      </a>
    </p>
    <h1 className="text-2xl font-bold tracking-tight text-balance wrap-anywhere">{video.title}</h1>
    <p className="flex flex-wrap gap-2">
      <StateBadge video={video} />
      <VisibilityBadge visibility={video.visibility} />
    </p>
  </div>
);

interface StateProps {
  video: StudioVideo;
  onRetried: (video: StudioVideo) => void;
  player: Ref<PlayerHandle>;
  chapters: Chapter[];
}

const State = ({ video, onRetried, player, chapters }: StateProps) => (
  <div className="grid content-start gap-4 lg:sticky lg:top-6 lg:self-start" data-testid="video-state">
    <Preview video={video} player={player} chapters={chapters} />
    <VideoFailure video={video} onRetried={onRetried} />
    <VideoProgress video={video} />
    {video.state !== 'failed' && !video.trash && (
      <div className="flex flex-wrap gap-3">
        {video.playable && (
          <LinkButton kind="primary" href={`/watch/${video.id}`}>
            Watch
          </LinkButton>
        )}
        <CopyButton label="Copy link" text={() => new URL(`/watch/${video.id}`, window.location.href).href} />
      </div>
    )}
    <VideoFacts video={video} />
  </div>
);

/** One video as its owner sees it: its state, its fields, its end. */
export function StudioVideoPage({ user, uploadMaxBytes, video: initial, problem }: StudioVideoPageProps) {
  const { video, setVideo, isDeleted } = useLiveVideo(initial);
  const player = useRef<PlayerHandle>(null);
  const [chapters, setChapters] = useState<Chapter[]>([]);
  return (
    <AppShell user={user} current="studio" path={`/studio/videos/${video.id}`}>
      <div className="mx-auto grid max-w-5xl gap-8">
        <Heading video={video} />
        {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
        {video.trash && <TrashNotice video={video} onRestored={setVideo} />}
        {isDeleted && !video.trash && (
          <Notice tone="bad" title="This video was deleted">
            It was deleted in another window.{' '}
            <a className="font-semibold underline" href="/studio?state=trashed">
              Look into the trash
            </a>
          </Notice>
        )}
        <div className="grid gap-8 lg:grid-cols-[24rem_1fr] lg:gap-10">
          <State video={video} onRetried={setVideo} player={player} chapters={chapters} />
          <div className="grid content-start gap-8">
            <section
              className="rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
              aria-labelledby="edit"
              hidden={video.trash !== undefined}
            >
              <h2 id="edit" className="mb-5 text-lg font-semibold">
                Details
              </h2>
              <EditForm video={initial} onSaved={setVideo} />
            </section>
            {!video.trash && <PictureSection video={video} player={player} onChanged={setVideo} />}
            {!video.trash && <ChaptersSection video={video} player={player} onKnown={setChapters} />}
            {!video.trash && (
              <FileSection userName={user.name} uploadMaxBytes={uploadMaxBytes} video={video} onChanged={setVideo} />
            )}
            {!video.trash && <CaptionsSection videoId={video.id} />}
            {video.conversion.reasons.length > 0 && (
              <section
                className="rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
                aria-labelledby="conversion"
              >
                <h2 id="conversion" className="mb-5 text-lg font-semibold">
                  What is made of it, and why
                </h2>
                <Renditions conversion={video.conversion} />
              </section>
            )}
            {!video.trash && (
              <section className="grid gap-3" aria-labelledby="delete">
                <h2 id="delete" className="text-lg font-semibold">
                  Delete
                </h2>
                <p className="text-sm text-muted">
                  Hides the video from everybody at once. It stays in the trash for a while, out of which you can
                  restore it.
                </p>
                <DeleteVideo video={video} onTrashed={setVideo} />
              </section>
            )}
          </div>
        </div>
      </div>
    </AppShell>
  );
}
