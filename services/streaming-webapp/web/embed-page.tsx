import { LazyPlayer } from './player/lazy-player.js';
import type { EmbedPageProps } from './props.js';

/** The bare player for the frame of another site. */
export const EmbedPage = ({ video }: EmbedPageProps) => (
  <main className="kinora-frame relative h-dvh w-full bg-black text-white">
    <h1 className="sr-only">{video.title}</h1>
    {video.playable && video.playbackUrl ? (
      <LazyPlayer
        videoId={video.id}
        title={video.title}
        playbackUrl={video.playbackUrl}
        posterUrl={video.posterUrl}
        storyboardUrl={video.storyboardUrl}
        isGrowing={video.state === 'processing'}
      />
    ) : (
      <p className="grid h-full place-content-center p-6 text-center">This video cannot be watched yet.</p>
    )}
  </main>
);
