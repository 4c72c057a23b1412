import type { AudioStream, MediaProbe } from '../media-probe.js';
import { isCopyableAudio } from './copy.js';
import { labelTracks, type TrackLabel } from './track-label.js';
import type { AudioRendition } from './transcode-plan.js';

const MAX_BITRATE_BPS = 128_000;
/** Below this AAC-LC stereo is no pleasure, whatever the source was. */
const MIN_BITRATE_BPS = 64_000;

/** Rates of the 44.1 kHz family stay in it: no resampling by an odd ratio. */
const sampleRateHz = (source: number): 44_100 | 48_000 => (source % 11_025 === 0 ? 44_100 : 48_000);

const SPEAKERS: Record<number, string> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' };

/** Describes what is to be seen, for those who cannot (HLS Authoring Specification for Apple Devices, accessibility). */
const DESCRIBES_VIDEO = 'public.accessibility.describes-video';

/** A track of a codec that ffmpeg does not know would end it. */
const isUsable = ({ codec, channels, sampleRateHz: rate }: AudioStream): boolean =>
  codec !== 'unknown' && channels > 0 && rate > 0;

function encodedOrCopied(probe: MediaProbe, track: AudioStream) {
  const bitrateBps = Math.min(MAX_BITRATE_BPS, Math.max(MIN_BITRATE_BPS, track.bitrateBps ?? MAX_BITRATE_BPS));
  const isCopied = isCopyableAudio(probe, track);
  const from = `${track.codec} ${SPEAKERS[track.channels] ?? `with ${track.channels} channels`}`;
  const what = isCopied ? 'AAC stereo, copied' : `AAC stereo, ${bitrateBps / 1_000} kbit/s, from ${from}`;
  return { isCopied, bitrateBps, what };
}

function planTrack(probe: MediaProbe, track: AudioStream, label: TrackLabel, at: number): AudioRendition {
  const { isCopied, bitrateBps, what } = encodedOrCopied(probe, track);
  return {
    name: at === 0 ? 'audio' : `audio-${at + 1}`,
    label,
    isCopied,
    sourceStream: track.index,
    channels: 2,
    sampleRateHz: sampleRateHz(track.sampleRateHz),
    bitrateBps,
    reason: `sound “${label.name}”: ${what}`,
  };
}

function whatIsLeftOut(probe: MediaProbe, usable: AudioStream[], maxTracks: number): string[] {
  const unknown = probe.audio.filter((track) => !usable.includes(track));
  const reasons = unknown.map(({ index }) => `the sound of track ${index} is left out: it cannot be read`);
  if (usable.length > maxTracks)
    reasons.push(`${usable.length - maxTracks} tracks of sound are left out: this site keeps ${maxTracks} of a video`);
  return probe.audio.length === 0 ? ['no sound in the source'] : reasons;
}

export interface AudioPlan {
  /** What plays unless a viewer chooses is first. */
  audio: AudioRendition[];
  reasons: string[];
}

/** Every track as AAC-LC stereo, which every device plays. The one that the file marks as default comes first. */
export function planAudio(probe: MediaProbe, maxTracks: number): AudioPlan {
  const usable = probe.audio.filter(isUsable);
  const tracks = usable.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)).slice(0, maxTracks);
  const labels = labelTracks(tracks, {
    nameless: 'Audio',
    characteristicsOf: ({ isDescriptive }) => (isDescriptive ? [DESCRIBES_VIDEO] : []),
  });
  const audio = labels.map((label, at) => planTrack(probe, tracks[at] as AudioStream, label, at));
  return { audio, reasons: [...audio.map(({ reason }) => reason), ...whatIsLeftOut(probe, usable, maxTracks)] };
}
