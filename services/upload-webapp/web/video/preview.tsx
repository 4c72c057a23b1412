import { type Chapter, chaptersWithin } from '@kinora/contracts';
import { fileOf, LazyPlayer, type PlayerHandle } from '@kinora/player';
import { Poster } from '@kinora/ui';
import { type Ref, useMemo } from 'react';
import type { StudioVideo } from '../props.js';

interface PreviewProps {
  video: StudioVideo;
  player: Ref<PlayerHandle>;
  chapters: Chapter[];
}

/** The video as its viewers see it, from the moment on that something of it can be watched. */
export function Preview({ video, player, chapters }: PreviewProps) {
  const { durationSeconds } = video;
  const shown = useMemo(() => chaptersWithin(chapters, durationSeconds), [chapters, durationSeconds]);
  return video.playable && video.playbackUrl && !video.trash ? (
    <div className="kinora-stage" data-testid="preview">
      <LazyPlayer
        key={fileOf(video.playbackUrl)}
        videoId={video.id}
        title={video.title}
        playbackUrl={video.playbackUrl}
        posterUrl={video.posterUrl}
        storyboardUrl={video.storyboardUrl}
        chapters={shown}
        ownsPageKeys={false}
        handle={player}
      />
    </div>
  ) : (
    <Poster videoId={video.id} durationSeconds={video.durationSeconds} pictureUrl={video.thumbnailUrl} />
  );
}
