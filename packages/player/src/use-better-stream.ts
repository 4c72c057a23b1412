import { type RefObject, useEffect, useRef } from 'react';
import type { Engine } from './engine.js';

/** When the page learns of a better stream of the same video, goes on with that one. */
export function useBetterStream(engine: RefObject<Engine | undefined>, playbackUrl: string): void {
  const playing = useRef(playbackUrl);
  useEffect(() => {
    if (playing.current === playbackUrl) return;
    playing.current = playbackUrl;
    engine.current?.change(playbackUrl);
  }, [engine, playbackUrl]);
}
