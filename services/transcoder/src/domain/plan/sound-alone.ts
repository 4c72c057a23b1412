import type { MediaProbe, VideoStream } from '../media-probe.js';
import { planAudio } from './audio.js';
import { planColour } from './colour.js';
import { displaySize, type Size } from './display-size.js';
import type { TranscodePlan } from './transcode-plan.js';

/** Of the picture that shows a waveform. */
const WAVEFORM_SIZE: Size = { width: 1_280, height: 720 };
/** Players offer no choice where there is nothing but sound: the default track is what they play. */
const TRACKS = 1;

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
  colour: { range: null, matrix: null, primaries: null, transfer: null, peakNits: null },
};

type Common = Pick<TranscodePlan, 'keyFrameSeconds' | 'segmentSeconds'>;

/**
 * Decides how a file without a moving picture is converted: to sound that streams, and its cover or its waveform as the poster.
 * @returns null when there is no sound either
 */
export function planSoundAlone(probe: MediaProbe, common: Common): TranscodePlan | null {
  const { audio, reasons } = planAudio(probe, NO_PICTURE, TRACKS);
  const stereo = audio.slice(0, TRACKS);
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
