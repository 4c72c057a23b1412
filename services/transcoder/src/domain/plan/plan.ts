import type { MediaProbe, VideoStream } from '../media-probe.js';
import { toNumber } from '../media-probe.js';
import { planAudio } from './audio.js';
import { sourceVideoBitrateBps } from './bitrate.js';
import { planColour } from './colour.js';
import { planCopy } from './copy.js';
import { planDeinterlacing } from './deinterlace.js';
import { displaySize, sizeName } from './display-size.js';
import { firstRung } from './first-rung.js';
import { decideFrameRate } from './frame-rate.js';
import { ladder } from './ladder.js';
import { planSoundAlone } from './sound-alone.js';
import { mayBeTopRung } from './steps.js';
import { planSubtitles } from './subtitles.js';
import type { TranscodePlan } from './transcode-plan.js';

export type { TranscodePlan } from './transcode-plan.js';

export const KEY_FRAME_SECONDS = 2;
export const SEGMENT_SECONDS = 4;
/** A tail shorter than this joins the segment before it. */
export const MIN_TAIL_SECONDS = 1;

/** How many tracks of a file are kept. */
export interface TrackLimits {
  maxAudioTracks: number;
  maxSubtitleTracks: number;
}

const pixels = ({ width, height }: VideoStream): number => width * height;

/** The default track, else the largest; files with two pictures mark the main one. */
const mainVideo = (streams: VideoStream[]): VideoStream | undefined =>
  streams.find(({ isDefault }) => isDefault) ?? streams.toSorted((a, b) => pixels(b) - pixels(a))[0];

const describe = ({ index, codec, width, height }: VideoStream) => `track ${index}, ${codec} ${width}x${height}`;

/** A stream shows one picture. */
function whatIsLeftOut(streams: VideoStream[], shown: VideoStream): string[] {
  const why = shown.isDefault ? 'the default of the file' : 'the largest';
  return streams
    .filter((stream) => stream !== shown)
    .map((other) => `a picture is left out (${describe(other)}): the one that is shown is ${describe(shown)}, ${why}`);
}

/**
 * Decides how a video is converted, from the probe alone.
 * @returns null when there is neither picture nor sound
 */
export function planTranscode(probe: MediaProbe, limits: TrackLimits): TranscodePlan | null {
  const video = mainVideo(probe.video);
  if (!video) {
    const common = { keyFrameSeconds: KEY_FRAME_SECONDS, segmentSeconds: SEGMENT_SECONDS };
    return planSoundAlone(probe, limits.maxAudioTracks, common);
  }
  const display = displaySize(video);
  const deinterlacing = planDeinterlacing(video);
  const { rate, reason } = decideFrameRate(video, deinterlacing);
  const colour = planColour(video);
  const durationSeconds = video.durationSeconds ?? probe.durationSeconds;
  const rungs = ladder({
    size: display,
    framesPerSecond: toNumber(rate),
    sourceBitrateBps: sourceVideoBitrateBps(probe, video),
    durationSeconds,
  });
  const { copy, reason: copyReason } = planCopy(probe, video, { colour, deinterlacing });
  const { audio, reasons: audioReasons } = planAudio(probe, video, limits.maxAudioTracks);
  const { subtitles, reasons: subtitleReasons } = planSubtitles(probe.subtitles, limits.maxSubtitleTracks);
  return {
    videoStream: video.index,
    coverStream: null,
    display,
    stored: { width: video.width, height: video.height },
    isTurned: video.rotationDegrees !== 0 || video.isMirrored,
    deinterlacing,
    colour,
    frameRate: rate,
    keyFrameSeconds: KEY_FRAME_SECONDS,
    lastKeyFrameSeconds: durationSeconds === null ? null : Math.max(0, durationSeconds - MIN_TAIL_SECONDS),
    segmentSeconds: SEGMENT_SECONDS,
    copy: copy && { ...copy, mayStay: mayBeTopRung({ display, frameRate: rate }, probe, video) },
    followsSource: false,
    rungs,
    audio,
    subtitles,
    durationSeconds,
    reasons: [
      ...(copy ? [copyReason] : [copyReason, firstRung(rungs).reason]),
      ...whatIsLeftOut(probe.video, video),
      ...(deinterlacing ? [deinterlacing.reason] : []),
      ...[
        colour.reason,
        reason,
        ...rungs.map((rung) => `${sizeName(rung)} ${rung.reason}`),
        ...audioReasons,
        ...subtitleReasons,
      ],
    ],
  };
}
