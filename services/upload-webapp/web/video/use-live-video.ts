import type { ProblemDocument } from '@kinora/contracts';
import { keepAddresses } from '@kinora/player';
import { callApi } from '@kinora/ui';
import { useCallback, useEffect, useState } from 'react';
import { isAtRest } from '../file/file-words.js';
import type { StudioVideo } from '../props.js';

const POLL_MS = 3_000;

export const videoPath = (id: string): string => `/api/v1/studio/videos/${id}`;

interface Listener {
  onVideo(video: StudioVideo): void;
  onDeleted(): void;
}

/** Asks again and again. An answer that does not come is passed over: the next one may. */
function poll(id: string, { onVideo, onDeleted }: Listener): () => void {
  const ask = () =>
    callApi(videoPath(id)).then(
      (video) => onVideo(video as StudioVideo),
      (problem: ProblemDocument) => problem.status === 404 && onDeleted(),
    );
  const timer = setInterval(() => void ask(), POLL_MS);
  return () => clearInterval(timer);
}

/** Listens to the server's events, and asks where a proxy or a server does not let them through. */
function listen(id: string, listener: Listener): () => void {
  const events = new EventSource(`${videoPath(id)}/events`);
  let stop = () => events.close();
  events.addEventListener('video', ({ data }) => listener.onVideo(JSON.parse(data) as StudioVideo));
  events.addEventListener('deleted', () => listener.onDeleted());
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) stop = poll(id, listener);
  };
  return () => stop();
}

/** Nothing happens to it any more. */
export const isSettled = (video: Pick<StudioVideo, 'state' | 'trash' | 'files'>): boolean =>
  isAtRest(video) || video.trash !== undefined;

/**
 * The video as it is now, until it is ready, failed, or deleted in another place.
 * @param withEvents false asks by polling: a browser keeps only six connections to one site over HTTP/1.1
 */
export function useLiveVideo(initial: StudioVideo, { withEvents = true } = {}) {
  const [video, setVideo] = useState(initial);
  const [isDeleted, setDeleted] = useState(false);
  const isOver = isDeleted || isSettled(video);
  const show = useCallback((next: StudioVideo) => setVideo((before) => keepAddresses(before, next)), []);
  useEffect(() => {
    if (isOver) return;
    return (withEvents ? listen : poll)(initial.id, { onVideo: show, onDeleted: () => setDeleted(true) });
  }, [initial.id, isOver, withEvents, show]);
  const replaceVideo = (next: StudioVideo) => {
    show(next);
    setDeleted(false);
  };
  return { video, setVideo: replaceVideo, isDeleted };
}
