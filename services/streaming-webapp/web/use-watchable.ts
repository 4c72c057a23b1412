import type { Video } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { useEffect, useState } from 'react';
import { catalogPath } from './catalog-path.js';

const POLL_MS = 3_000;

/** The video as it is now: asked for again and again until it can be watched, or never can. */
export function useWatchable(initial: Video): Video {
  const [video, setVideo] = useState(initial);
  const isWaiting = !video.playable && video.state !== 'failed';
  useEffect(() => {
    if (!isWaiting) return;
    const ask = () =>
      callApi(catalogPath(initial.id)).then(
        (next) => setVideo(next as Video),
        () => {},
      );
    const timer = setInterval(() => void ask(), POLL_MS);
    return () => clearInterval(timer);
  }, [initial.id, isWaiting]);
  return video;
}
