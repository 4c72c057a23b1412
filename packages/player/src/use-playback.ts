import type { ProblemDocument, Video } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { catalogPath } from './catalog-path.js';
import type { Engine } from './engine.js';
import { retryDelaySeconds, type StopReason, type Trouble } from './recovery.js';
import { startEngine } from './start-engine.js';
import { useAudio } from './use-audio.js';
import { useBetterStream } from './use-better-stream.js';
import { useQuality } from './use-quality.js';

interface Source {
  url: string;
  startSeconds: number;
  resume: boolean;
}

export type PlaybackStatus =
  | { at: 'playable' }
  | { at: 'reconnecting'; delaySeconds: number }
  | { at: 'stopped'; reason: StopReason };

const GONE = new Set([401, 403, 404]);

/** Asks again after the delay, or as soon as the browser is back on the network. */
function useReconnect(status: PlaybackStatus, renew: () => Promise<void>): void {
  useEffect(() => {
    if (status.at !== 'reconnecting') return;
    const now = () => void renew();
    const timer = setTimeout(now, status.delaySeconds * 1000);
    window.addEventListener('online', now);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', now);
    };
  }, [status, renew]);
}

/** Plays a video and keeps it playing: addresses that run out are renewed, a lost network is waited for. */
export function usePlayback(
  ref: RefObject<HTMLVideoElement | null>,
  videoId: string,
  playbackUrl: string,
  autoPlay: boolean,
) {
  const [source, setSource] = useState<Source>({ url: playbackUrl, startSeconds: 0, resume: autoPlay });
  const [status, setStatus] = useState<PlaybackStatus>({ at: 'playable' });
  const engine = useRef<Engine>(undefined);
  const failedAttempts = useRef(0);
  useBetterStream(engine, playbackUrl);
  const { onRenditions, onLevel, ...quality } = useQuality(engine);
  const { onAudioTracks, onAudioTrack, ...audio } = useAudio(engine);

  const onTrouble = useCallback((trouble: Trouble) => {
    const delaySeconds = retryDelaySeconds(trouble, failedAttempts.current++);
    setStatus(delaySeconds === undefined ? { at: 'stopped', reason: 'media' } : { at: 'reconnecting', delaySeconds });
  }, []);

  const renew = useCallback(async () => {
    const video = ref.current;
    try {
      const { playbackUrl: url } = (await callApi(catalogPath(videoId, playbackUrl))) as Video;
      if (!url || !video) return setStatus({ at: 'stopped', reason: 'gone' });
      setSource({ url, startSeconds: video.currentTime, resume: !video.paused });
      setStatus({ at: 'playable' });
    } catch (problem) {
      if (GONE.has((problem as ProblemDocument).status)) setStatus({ at: 'stopped', reason: 'gone' });
      else onTrouble('network');
    }
  }, [ref, videoId, playbackUrl, onTrouble]);

  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    const onProgress = () => {
      failedAttempts.current = 0;
    };
    const events = { onRenditions, onLevel, onAudioTracks, onAudioTrack, onProgress, onTrouble };
    engine.current = startEngine(video, source.url, source.startSeconds, events);
    if (!engine.current) setStatus({ at: 'stopped', reason: 'unsupported' });
    // A browser may refuse to play before the viewer does something; then the play button waits.
    if (source.resume) video.play().catch(() => {});
    return () => engine.current?.destroy();
  }, [ref, source, onRenditions, onLevel, onAudioTracks, onAudioTrack, onTrouble]);

  useReconnect(status, renew);
  return { status, quality, audio, retry: () => void renew() };
}
