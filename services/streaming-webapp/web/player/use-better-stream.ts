import type { Video } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { type RefObject, useEffect, useRef } from 'react';
import { catalogPath } from '../catalog-path.js';
import type { Engine } from './hls-engine.js';

const POLL_MS = 3_000;

/** `/media/<token>/<video and stream>`: the token is another one each time. */
const streamOf = (url: string): string => url.split('/').slice(3).join('/');

/** While a video is still being made, looks for a better stream of it, and goes on with that one. */
export function useBetterStream(
  engine: RefObject<Engine | undefined>,
  videoId: string,
  playbackUrl: string,
  isGrowing: boolean,
): void {
  const stream = useRef(streamOf(playbackUrl));
  useEffect(() => {
    if (!isGrowing) return;
    const ask = async () => {
      const { playbackUrl: url, state } = (await callApi(catalogPath(videoId))) as Video;
      if (state !== 'processing') clearInterval(timer);
      if (!url || streamOf(url) === stream.current) return;
      stream.current = streamOf(url);
      engine.current?.change(url);
    };
    const timer = setInterval(() => void ask().catch(() => {}), POLL_MS);
    return () => clearInterval(timer);
  }, [engine, videoId, isGrowing]);
}
