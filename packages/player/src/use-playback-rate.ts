import { type RefObject, useEffect, useState } from 'react';
import { recall, remember } from './browser-memory.js';

const NAME = 'speed';
export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

function rememberedRate(): number {
  const rate = Number(recall(NAME));
  return RATES.includes(rate) ? rate : 1;
}

/** The speed of the video, whoever changes it: the menu or the keys `<` and `>`. It outlives the stream and the video. */
export function usePlaybackRate(video: RefObject<HTMLVideoElement | null>) {
  const [rate, setRate] = useState(1);
  const choose = (next: number) => {
    if (video.current) video.current.playbackRate = next;
  };
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const update = () => {
      setRate(element.playbackRate);
      if (element.playbackRate === element.defaultPlaybackRate) return;
      // A new source resets the rate to the default.
      element.defaultPlaybackRate = element.playbackRate;
      remember(NAME, String(element.playbackRate));
    };
    element.addEventListener('ratechange', update);
    element.defaultPlaybackRate = rememberedRate();
    element.playbackRate = element.defaultPlaybackRate;
    return () => element.removeEventListener('ratechange', update);
  }, [video]);
  return [rate, choose] as const;
}
