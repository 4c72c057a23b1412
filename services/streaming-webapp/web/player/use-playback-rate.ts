import { type RefObject, useEffect, useState } from 'react';

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** The speed of the video, whoever changes it: the menu or the keys `<` and `>`. */
export function usePlaybackRate(video: RefObject<HTMLVideoElement | null>) {
  const [rate, setRate] = useState(1);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const update = () => setRate(element.playbackRate);
    element.addEventListener('ratechange', update);
    return () => element.removeEventListener('ratechange', update);
  }, [video]);
  const choose = (next: number) => {
    if (!video.current) return;
    // The default survives a new source, which resets the rate to it.
    video.current.defaultPlaybackRate = next;
    video.current.playbackRate = next;
  };
  return [rate, choose] as const;
}
