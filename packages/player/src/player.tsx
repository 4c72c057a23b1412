import 'media-chrome';
import 'media-chrome/menu';
import './player.css';
import type { Chapter } from '@kinora/contracts';
import { type ReactNode, type Ref, type RefObject, useImperativeHandle, useRef } from 'react';
import { ChoiceButton, ChoiceMenu } from './choice-menu.js';
import { choicesIn } from './choices.js';
import { StartSign } from './icons.js';
import { PlaybackNotice } from './playback-notice.js';
import { TimeText } from './time-text.js';
import { useChapters } from './use-chapters.js';
import { usePageKeys } from './use-page-keys.js';
import { usePlayback } from './use-playback.js';
import { usePlaybackRate } from './use-playback-rate.js';
import { useSubtitles } from './use-subtitles.js';

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
  /** Its keys work from anywhere on the page, where nothing else takes them. */
  ownsPageKeys?: boolean;
  /** In the order of their beginnings. */
  chapters?: Chapter[] | undefined;
  /** Told where the video is, while it plays and when that changes. */
  onTime?: ((seconds: number) => void) | undefined;
  /** What the page does with the player. */
  handle?: Ref<PlayerHandle> | undefined;
}

const NO_CHAPTERS: Chapter[] = [];

export interface PlayerHandle {
  /** Where the video is. */
  seconds(): number;
  /** Goes on from there. */
  seek(seconds: number): void;
}

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
  ownsPageKeys = true,
  chapters = NO_CHAPTERS,
  onTime,
  handle,
}: PlayerProps) {
  const controller = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { status, quality, audio, retry } = usePlayback(video, videoId, playbackUrl, autoPlay);
  const subtitles = useSubtitles(video);
  useChapters(video, chapters);
  useImperativeHandle(handle, () => ({
    seconds: () => video.current?.currentTime ?? 0,
    seek: (seconds) => {
      if (!video.current) return;
      video.current.currentTime = seconds;
      video.current.play().catch(() => {});
    },
  }));
  const [rate, chooseRate] = usePlaybackRate(video);
  usePageKeys({ controller, video, toggleSubtitles: subtitles.toggle, ownsPage: ownsPageKeys });

  const choices = choicesIn({ audio, subtitles, rate, chooseRate, quality });
  return (
    <div className="relative size-full">
      <media-controller ref={controller} className="kinora-player" aria-label={`Player: ${title}`} hotkeys="noc">
        {/* biome-ignore lint/a11y/useMediaCaption: captions are tracks of the stream */}
        <video
          ref={video}
          slot="media"
          poster={posterUrl}
          playsInline
          onTimeUpdate={({ currentTarget }) => onTime?.(currentTarget.currentTime)}
        >
          {storyboardUrl && <track kind="metadata" label="thumbnails" src={storyboardUrl} default />}
        </video>
        <StartSign />
        <media-loading-indicator slot="centered-chrome" noautohide />
        {choices.map((choice) => (
          <ChoiceMenu key={choice.name} {...choice} />
        ))}
        <Controls video={video}>
          {choices.map((choice) => (
            <ChoiceButton key={choice.name} {...choice} />
          ))}
        </Controls>
      </media-controller>
      <PlaybackNotice status={status} onRetry={retry} />
    </div>
  );
}
