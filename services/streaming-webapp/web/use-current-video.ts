import type { Video } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { useEffect, useState } from 'react';
import { catalogPath } from './catalog-path.js';

const POLL_MS = 3_000;
const ADDRESSES = ['playbackUrl', 'posterUrl', 'thumbnailUrl', 'storyboardUrl'] as const;

/** `/media/<token>/<video and object>`: the token is another one each time. */
const objectOf = (url: string | undefined): string | undefined => url?.split('/').slice(3).join('/');

/** What the page has loaded already keeps its address: only what is new gets one. */
export function keepAddresses(before: Video, now: Video): Video {
  const kept = ADDRESSES.filter((name) => before[name] && objectOf(before[name]) === objectOf(now[name]));
  return { ...now, ...Object.fromEntries(kept.map((name) => [name, before[name]])) };
}

/** The video as it is now: asked for again and again until it is ready, or never will be. */
export function useCurrentVideo(initial: Video): Video {
  const [video, setVideo] = useState(initial);
  const isFinished = video.state === 'ready' || video.state === 'failed';
  useEffect(() => {
    if (isFinished) return;
    const ask = () =>
      callApi(catalogPath(initial.id)).then(
        (next) => setVideo((before) => keepAddresses(before, next as Video)),
        () => {},
      );
    const timer = setInterval(() => void ask(), POLL_MS);
    return () => clearInterval(timer);
  }, [initial.id, isFinished]);
  return video;
}
