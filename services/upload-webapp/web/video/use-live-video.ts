import { callApi } from '@kinora/ui';
import { useEffect, useState } from 'react';
import type { StudioVideo } from '../props.js';

const POLL_MS = 3_000;

export const videoPath = (id: string): string => `/api/v1/studio/videos/${id}`;

type Listener = (video: StudioVideo) => void;

/** Asks again and again. An answer that does not come is passed over: the next one may. */
function poll(id: string, onVideo: Listener): () => void {
  const timer = setInterval(() => {
    callApi(videoPath(id)).then(
      (video) => onVideo(video as StudioVideo),
      () => {},
    );
  }, POLL_MS);
  return () => clearInterval(timer);
}

/** Listens to the server's events, and asks where a proxy or a server does not let them through. */
function listen(id: string, onVideo: Listener): () => void {
  let stop: () => void;
  const events = new EventSource(`${videoPath(id)}/events`);
  const receive = ({ data }: MessageEvent<string>) => onVideo(JSON.parse(data) as StudioVideo);
  events.onmessage = receive;
  events.addEventListener('video', receive);
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) stop = poll(id, onVideo);
  };
  stop = () => events.close();
  return () => stop();
}

export const isSettled = (video: Pick<StudioVideo, 'state'>): boolean =>
  video.state === 'ready' || video.state === 'failed';

/**
 * The video as it is now, until it is ready or failed.
 * @param withEvents false asks by polling: a browser keeps only six connections to one site over HTTP/1.1
 */
export function useLiveVideo(initial: StudioVideo, { withEvents = true } = {}) {
  const [video, setVideo] = useState(initial);
  const settled = isSettled(video);
  useEffect(() => {
    if (settled) return;
    return (withEvents ? listen : poll)(initial.id, setVideo);
  }, [initial.id, settled, withEvents]);
  return [video, setVideo] as const;
}
