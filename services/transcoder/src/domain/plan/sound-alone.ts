import type { MediaProbe, VideoStream } from '../media-probe.js';
import { planAudio } from './audio.js';
import { planColour } from './colour.js';
import { displaySize, type Size } from './display-size.js';
import type { TranscodePlan } from './transcode-plan.js';

/** Of the picture that shows a waveform. */
const WAVEFORM_SIZE: Size = { width: 1_280, height: 720 };
/** A picture that is said by nothing but its size. */
const NO_PICTURE: VideoStream = {
  ...{ index: -1, codec: 'unknown', profile: null, pixelFormat: null, ...WAVEFORM_SIZE },
  ...{
    sampleAspect: { num: 1, den: 1 },
    rotationDegrees: 0,
    isMirrored: false,
    nominalFrameRate: null,
    averageFrameRate: null,
  },
  ...{ bitrateBps: null, durationSeconds: null, fieldOrder: null, firstPacket: null, isDefault: false },
  colour: { range: null, matrix: null, primaries: null, transfer: null, peakNits: null, needsDolbyVision: false },
};

type Common = Pick<TranscodePlan, 'keyFrameSeconds' | 'segmentSeconds'>;

/**
 * Decides how a file without a moving picture is converted: to sound that streams, and its cover or its waveform as the poster.
 * @returns null when there is no sound either
 */
export function planSoundAlone(probe: MediaProbe, maxTracks: number, common: Common): TranscodePlan | null {
  const { audio, reasons } = planAudio(probe, NO_PICTURE, maxTracks);
  const stereo = audio.filter(({ channels }) => channels === 2);
  if (stereo.length === 0) return null;
  const cover = probe.cover ?? NO_PICTURE;
  const shown = probe.cover ? 'its cover is shown' : 'its waveform is shown';
  return {
    ...common,
    ...{ videoStream: null, coverStream: probe.cover?.index ?? null, display: displaySize(cover) },
    ...{
      stored: displaySize(cover),
      isTurned: false,
      deinterlacing: null,
      colour: planColour(cover),
      frameRate: { num: 10, den: 1 },
      lastKeyFrameSeconds: null,
    },
    ...{ copy: null, followsSource: false, rungs: [], audio: stereo, subtitles: [] },
    durationSeconds: probe.durationSeconds,
    reasons: [`there is no moving picture: ${shown} while the sound plays`, ...reasons],
  };
}
