import type { Video } from '@kinora/contracts';
import { catalogPath, keepAddresses } from '@kinora/player';
import { callApi } from '@kinora/ui';
import { useEffect, useState } from 'react';

const POLL_MS = 3_000;

/** The video as it is now: asked for again and again until it is ready, or never will be. */
export function useCurrentVideo(initial: Video): Video {
  const [video, setVideo] = useState(initial);
  const isFinished = video.state === 'ready' || video.state === 'failed';
  useEffect(() => {
    if (isFinished) return;
    const ask = () =>
      callApi(catalogPath(initial.id, video.playbackUrl)).then(
        (next) => setVideo((before) => keepAddresses(before, next as Video)),
        () => {},
      );
    const timer = setInterval(() => void ask(), POLL_MS);
    return () => clearInterval(timer);
  }, [initial.id, video.playbackUrl, isFinished]);
  return video;
}
