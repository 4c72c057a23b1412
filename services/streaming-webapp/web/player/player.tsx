import 'media-chrome';
import 'media-chrome/menu';
import './player.css';
import { useRef } from 'react';
import { PlaybackNotice } from './playback-notice.js';
import { QualityButton, QualityMenu } from './quality-menu.js';
import { usePageKeys } from './use-page-keys.js';
import { usePlayback } from './use-playback.js';

export interface PlayerProps {
  videoId: string;
  title: string;
  playbackUrl: string;
  /** Starts by itself, where the browser allows it. */
  autoPlay?: boolean;
}

const RATES = '0.5 0.75 1 1.25 1.5 1.75 2';

/** The picture and its controls. It fills the box that it stands in. */
export default function Player({ videoId, title, playbackUrl, autoPlay = false }: PlayerProps) {
  const controller = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { status, renditions, shownLevel, chosenLevel, choose, retry } = usePlayback(
    video,
    videoId,
    playbackUrl,
    autoPlay,
  );
  usePageKeys(controller, video);

  return (
    <div className="relative size-full">
      <media-controller ref={controller} className="kinora-player" aria-label={`Player: ${title}`}>
        {/* biome-ignore lint/a11y/useMediaCaption: captions are tracks of the stream */}
        <video ref={video} slot="media" playsInline />
        <media-loading-indicator slot="centered-chrome" noautohide />
        <QualityMenu renditions={renditions} shownLevel={shownLevel} chosenLevel={chosenLevel} onChoose={choose} />
        <media-playback-rate-menu id="rate-menu" anchor="rate-button" rates={RATES} hidden />
        <media-control-bar className="kinora-seek">
          <media-time-range />
        </media-control-bar>
        <media-control-bar className="kinora-controls">
          <media-play-button />
          <media-seek-backward-button seekoffset="10" />
          <media-seek-forward-button seekoffset="10" />
          <media-mute-button />
          <media-volume-range />
          <media-time-display showduration />
          <span className="kinora-gap" />
          <media-playback-rate-menu-button id="rate-button" invoketarget="rate-menu" />
          {renditions.length > 0 && <QualityButton renditions={renditions} shownLevel={shownLevel} />}
          <media-pip-button />
          <media-fullscreen-button />
        </media-control-bar>
      </media-controller>
      <PlaybackNotice status={status} onRetry={retry} />
    </div>
  );
}
