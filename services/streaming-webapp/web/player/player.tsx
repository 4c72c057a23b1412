import 'media-chrome';
import 'media-chrome/menu';
import './player.css';
import { type ReactNode, type RefObject, useRef } from 'react';
import { ChoiceButton, ChoiceMenu } from './choice-menu.js';
import { AUTO } from './hls-engine.js';
import { PlaybackNotice } from './playback-notice.js';
import { TimeText } from './time-text.js';
import { usePageKeys } from './use-page-keys.js';
import { usePlayback } from './use-playback.js';
import { RATES, usePlaybackRate } from './use-playback-rate.js';

export interface PlayerProps {
  videoId: string;
  title: string;
  /** Another one, later, is of a better stream of the same video. */
  playbackUrl: string;
  /** Shown until the first frame. */
  posterUrl?: string | undefined;
  /** Of the pictures that the seek bar shows. */
  storyboardUrl?: string | undefined;
  /** Starts by itself, where the browser allows it. */
  autoPlay?: boolean;
}

const rateLabel = (rate: number): string => `${rate}×`;
const RATE_CHOICES = RATES.map((rate) => ({ value: String(rate), label: rateLabel(rate) }));

/** Invites to press play; the whole picture is the button. */
const StartSign = () => (
  <div slot="centered-chrome" className="kinora-start" aria-hidden="true">
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M8 5.2v13.6a.8.8 0 0 0 1.2.7l11-6.8a.8.8 0 0 0 0-1.4l-11-6.8a.8.8 0 0 0-1.2.7Z" fill="currentColor" />
    </svg>
  </div>
);

interface ControlsProps {
  video: RefObject<HTMLVideoElement | null>;
  /** The buttons of the menus. */
  children: ReactNode;
}

const Controls = ({ video, children }: ControlsProps) => (
  <>
    <media-control-bar className="kinora-seek">
      <media-time-range />
    </media-control-bar>
    <media-control-bar className="kinora-controls">
      <media-play-button />
      <media-seek-backward-button seekoffset="10" />
      <media-seek-forward-button seekoffset="10" />
      <media-mute-button />
      <media-volume-range />
      <TimeText video={video} />
      <span className="kinora-gap" />
      {children}
      <media-pip-button />
      <media-fullscreen-button />
    </media-control-bar>
  </>
);

/** The picture and its controls. It fills the box that it stands in. */
export default function Player({
  videoId,
  title,
  playbackUrl,
  posterUrl,
  storyboardUrl,
  autoPlay = false,
}: PlayerProps) {
  const controller = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { status, quality, retry } = usePlayback(video, videoId, playbackUrl, autoPlay);
  const [rate, chooseRate] = usePlaybackRate(video);
  usePageKeys(controller, video);

  const auto = { value: String(AUTO), label: quality.isAuto && quality.shown ? `Auto (${quality.shown})` : 'Auto' };
  const qualities = quality.renditions.map(({ level, label }) => ({ value: String(level), label }));
  return (
    <div className="relative size-full">
      <media-controller ref={controller} className="kinora-player" aria-label={`Player: ${title}`}>
        {/* biome-ignore lint/a11y/useMediaCaption: captions are tracks of the stream */}
        <video ref={video} slot="media" poster={posterUrl} playsInline>
          {storyboardUrl && <track kind="metadata" label="thumbnails" src={storyboardUrl} default />}
        </video>
        <StartSign />
        <media-loading-indicator slot="centered-chrome" noautohide />
        <ChoiceMenu
          name="Quality"
          choices={[...qualities, auto]}
          chosen={String(quality.chosenLevel)}
          onChoose={(level) => quality.choose(Number(level))}
        />
        <ChoiceMenu
          name="Speed"
          choices={RATE_CHOICES}
          chosen={String(rate)}
          onChoose={(next) => chooseRate(Number(next))}
        />
        <media-captions-menu id="subtitles-menu" anchor="subtitles-button" hidden aria-label="Subtitles" />
        <Controls video={video}>
          <media-captions-menu-button
            id="subtitles-button"
            invoketarget="subtitles-menu"
            aria-label="Subtitles"
            notooltip
          />
          <ChoiceButton name="Speed" shown={rateLabel(rate)} />
          {qualities.length > 0 && <ChoiceButton name="Quality" shown={quality.shown ?? 'Auto'} />}
        </Controls>
      </media-controller>
      <PlaybackNotice status={status} onRetry={retry} />
    </div>
  );
}
