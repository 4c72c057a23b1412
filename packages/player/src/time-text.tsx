import { formatDuration } from '@kinora/ui';
import { type RefObject, useEffect, useState } from 'react';

const EVENTS = ['timeupdate', 'durationchange', 'seeking', 'emptied'];

const timesOf = ({ currentTime, duration }: HTMLVideoElement): string =>
  `${formatDuration(Math.floor(currentTime))} / ${Number.isFinite(duration) ? formatDuration(duration) : '–:––'}`;

/** Where the video is, and how long: `0:07 / 1:02`. */
export function TimeText({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const [text, setText] = useState('');
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const update = () => setText(timesOf(element));
    update();
    for (const event of EVENTS) element.addEventListener(event, update);
    return () => {
      for (const event of EVENTS) element.removeEventListener(event, update);
    };
  }, [video]);
  return <span className="kinora-time">{text}</span>;
}
