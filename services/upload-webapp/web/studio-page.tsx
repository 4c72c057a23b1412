import { AppShell, EmptyState, LoadMore, useVideoList } from '@kinora/ui';
import type { StudioPageProps } from './props.js';
import { UploadedNotice, UploadForm } from './upload/upload-form.js';
import { isSettled } from './video/use-live-video.js';
import { VideoRow } from './video/video-row.js';

/** How many videos are followed by server-sent events at once; the others are asked for. */
const EVENT_STREAMS_MAX = 2;

const olderPath = (cursor: string): string => `/studio?${new URLSearchParams({ cursor })}`;

/** Upload, and what was uploaded. */
export function StudioPage({ user, page, uploadMaxBytes, form, problem, uploadedId }: StudioPageProps) {
  const { videos, nextCursor, status, loadMore, prepend } = useVideoList(page);
  const uploaded = videos.find(({ id }) => id === uploadedId);
  const followed = new Set(
    videos
      .filter((video) => !isSettled(video))
      .slice(0, EVENT_STREAMS_MAX)
      .map(({ id }) => id),
  );

  return (
    <AppShell user={user} current="studio" path="/studio">
      <div className="mx-auto grid max-w-5xl gap-10">
        <section className="grid gap-5" aria-labelledby="upload-heading">
          <h1 id="upload-heading" className="text-2xl font-bold tracking-tight">
            Upload a video
          </h1>
          {uploaded && <UploadedNotice video={uploaded} />}
          <div className="rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6">
            <UploadForm uploadMaxBytes={uploadMaxBytes} typed={form} problem={problem} onUploaded={prepend} />
          </div>
        </section>
        <section className="grid gap-4" aria-labelledby="videos-heading">
          <h2 id="videos-heading" className="text-xl font-bold tracking-tight">
            Your videos
          </h2>
          {videos.length === 0 ? (
            <EmptyState title="Nothing uploaded yet">
              Your first video appears here as soon as its upload is complete.
            </EmptyState>
          ) : (
            <ul className="rounded-2xl border border-line bg-surface px-4 shadow-sm sm:px-6">
              {videos.map((video) => (
                <VideoRow key={video.id} video={video} withEvents={followed.has(video.id)} />
              ))}
            </ul>
          )}
          {nextCursor && (
            <LoadMore
              href={olderPath(nextCursor)}
              label="Show older videos"
              status={status}
              onLoad={() => void loadMore(olderPath(nextCursor))}
            />
          )}
        </section>
      </div>
    </AppShell>
  );
}
