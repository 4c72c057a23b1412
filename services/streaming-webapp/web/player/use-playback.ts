import type { ProblemDocument, Video } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { catalogPath } from '../catalog-path.js';
import { AUTO, type Engine, startEngine } from './hls-engine.js';
import { retryDelaySeconds, type StopReason, type Trouble } from './recovery.js';
import type { Rendition } from './rendition.js';

interface Source {
  url: string;
  startSeconds: number;
  resume: boolean;
}

export type PlaybackStatus =
  | { at: 'playable' }
  | { at: 'reconnecting'; delaySeconds: number }
  | { at: 'stopped'; reason: StopReason };

const isGone = ({ status }: ProblemDocument): boolean => status === 404 || status === 401 || status === 403;

/** Plays a video and keeps it playing: addresses that run out are renewed, a lost network is waited for. */
export function usePlayback(
  ref: RefObject<HTMLVideoElement | null>,
  videoId: string,
  playbackUrl: string,
  autoPlay: boolean,
) {
  const [source, setSource] = useState<Source>({ url: playbackUrl, startSeconds: 0, resume: autoPlay });
  const [status, setStatus] = useState<PlaybackStatus>({ at: 'playable' });
  const [renditions, setRenditions] = useState<Rendition[]>([]);
  const [shownLevel, setShownLevel] = useState(AUTO);
  const [chosenLevel, setChosenLevel] = useState(AUTO);
  const engine = useRef<Engine>(undefined);
  const attempts = useRef(0);

  const renew = useCallback(async () => {
    const video = ref.current;
    try {
      const { playbackUrl: url } = (await callApi(catalogPath(videoId))) as Video;
      if (!url || !video) return setStatus({ at: 'stopped', reason: 'gone' });
      const isStarted = video.currentTime > 0 || !video.paused;
      setSource({ url, startSeconds: video.currentTime, resume: isStarted && !video.paused });
      setStatus({ at: 'playable' });
    } catch (problem) {
      if (isGone(problem as ProblemDocument)) return setStatus({ at: 'stopped', reason: 'gone' });
      setStatus({ at: 'reconnecting', delaySeconds: retryDelaySeconds('network', ++attempts.current) ?? 0 });
    }
  }, [ref, videoId]);

  const onTrouble = useCallback((trouble: Trouble) => {
    const delaySeconds = retryDelaySeconds(trouble, attempts.current++);
    if (delaySeconds === undefined) setStatus({ at: 'stopped', reason: 'media' });
    else setStatus({ at: 'reconnecting', delaySeconds });
  }, []);

  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    const started = startEngine(video, source.url, source.startSeconds, {
      onRenditions: setRenditions,
      onLevel: setShownLevel,
      onProgress: () => {
        attempts.current = 0;
      },
      onTrouble,
    });
    if (!started) setStatus({ at: 'stopped', reason: 'unsupported' });
    // A browser may refuse to play before the viewer does something; then the play button waits.
    if (source.resume) video.play().catch(() => {});
    engine.current = started;
    return () => started?.destroy();
  }, [ref, source, onTrouble]);

  useEffect(() => {
    if (status.at !== 'reconnecting') return;
    const timer = setTimeout(() => void renew(), status.delaySeconds * 1000);
    const now = () => void renew();
    window.addEventListener('online', now);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', now);
    };
  }, [status, renew]);

  const choose = (level: number) => {
    setChosenLevel(level);
    engine.current?.select(level);
  };
  return { status, renditions, shownLevel, chosenLevel, choose, retry: () => void renew() };
}
