import { LazyPlayer } from '@kinora/player';
import type { EmbedPageProps } from './props.js';
import { useCurrentVideo } from './use-current-video.js';

/** The bare player for the frame of another site. */
export function EmbedPage({ video: initial }: EmbedPageProps) {
  const video = useCurrentVideo(initial);
  return (
    <main className="kinora-frame relative h-dvh w-full bg-black text-white">
      <h1 className="sr-only">{video.title}</h1>
      {video.playable && video.playbackUrl ? (
        <LazyPlayer
          videoId={video.id}
          title={video.title}
          playbackUrl={video.playbackUrl}
          posterUrl={video.posterUrl}
          storyboardUrl={video.storyboardUrl}
          chapters={video.chapters}
        />
      ) : (
        <p className="grid h-full place-content-center p-6 text-center">
          {video.state === 'failed'
            ? 'This video cannot be watched.'
            : 'This video is being prepared. It starts here by itself.'}
        </p>
      )}
    </main>
  );
}
