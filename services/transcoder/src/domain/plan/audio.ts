import { labelTracks, type TrackLabel } from '@kinora/captions';
import type { AudioStream, MediaProbe, VideoStream } from '../media-probe.js';
import { isSurround, mixToStereo } from './channel-mix.js';
import { isCopyableAudio } from './copy.js';
import type { AudioRendition } from './transcode-plan.js';

interface Version extends Pick<AudioRendition, 'channels'> {
  /** Folders of its renditions begin with it. */
  name: string;
  words: string;
  /** Below this it is no pleasure, whatever the source was. */
  minBitrateBps: number;
  maxBitrateBps: number;
}

const STEREO: Version = {
  ...{ name: 'audio', words: 'AAC stereo', channels: 2 },
  ...{ minBitrateBps: 64_000, maxBitrateBps: 128_000 },
};
/** HLS Authoring Specification for Apple Devices: 320 kbit/s. */
const SURROUND: Version = {
  ...{ name: 'surround', words: 'AAC 5.1', channels: 6 },
  ...{ minBitrateBps: 192_000, maxBitrateBps: 320_000 },
};

/** Sound that ends earlier than the picture by more than this is filled with silence. */
export const MAX_SHORT_SECONDS = 0.5;

/** Rates of the 44.1 kHz family stay in it: no resampling by an odd ratio. */
const sampleRateHz = (source: number): 44_100 | 48_000 => (source % 11_025 === 0 ? 44_100 : 48_000);

const SPEAKERS: Record<number, string> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' };

/** Describes what is to be seen, for those who cannot (HLS Authoring Specification for Apple Devices, accessibility). */
const DESCRIBES_VIDEO = 'public.accessibility.describes-video';

/** A track of a codec that ffmpeg does not know would end it. */
const isUsable = ({ codec, channels, sampleRateHz: rate }: AudioStream): boolean =>
  codec !== 'unknown' && channels > 0 && rate > 0;

/** Players expect every track to be as long as the picture. What is not known is left as it is. */
function silenceUntil(track: AudioStream, video: VideoStream): number | null {
  const [sound, picture] = [track.durationSeconds, video.durationSeconds];
  return sound !== null && picture !== null && sound < picture - MAX_SHORT_SECONDS ? picture : null;
}

interface Track {
  stream: AudioStream;
  label: TrackLabel;
  /** Among the tracks that are kept. */
  at: number;
}

function planRendition(probe: MediaProbe, video: VideoStream, { stream, label, at }: Track, version: Version) {
  const { name, words, channels, minBitrateBps, maxBitrateBps } = version;
  const bitrateBps = Math.min(maxBitrateBps, Math.max(minBitrateBps, stream.bitrateBps ?? maxBitrateBps));
  const silenceUntilSeconds = silenceUntil(stream, video);
  const isCopied = silenceUntilSeconds === null && isCopyableAudio(probe, stream, channels);
  const from = `${stream.codec} ${SPEAKERS[stream.channels] ?? `with ${stream.channels} channels`}`;
  const how = isCopied ? 'copied' : `${bitrateBps / 1_000} kbit/s, from ${from}`;
  const rendition: AudioRendition = {
    ...{ name: at === 0 ? name : `${name}-${at + 1}`, label, isCopied, sourceStream: stream.index, channels },
    ...{ mix: channels === 2 ? mixToStereo(stream) : 'by-place', silenceUntilSeconds, bitrateBps },
    ...{ sampleRateHz: sampleRateHz(stream.sampleRateHz), reason: `${words}, ${how}` },
  };
  return rendition;
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

/**
 * Every track as AAC-LC stereo, which every device plays, and beside it as 5.1 when it has that. The one that the file marks
 * as default comes first.
 */
export function planAudio(probe: MediaProbe, video: VideoStream, maxTracks: number): AudioPlan {
  const usable = probe.audio.filter(isUsable);
  const streams = usable.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)).slice(0, maxTracks);
  const labels = labelTracks(streams, {
    nameless: 'Audio',
    characteristicsOf: ({ isDescriptive }) => (isDescriptive ? [DESCRIBES_VIDEO] : []),
  });
  const tracks = labels.map((label, at): Track => ({ stream: streams[at] as AudioStream, label, at }));
  const stereo = tracks.map((track) => planRendition(probe, video, track, STEREO));
  const surround = tracks
    .filter(({ stream }) => isSurround(stream))
    .map((track) => planRendition(probe, video, track, SURROUND));
  const audio = [...stereo, ...surround];
  return {
    audio,
    reasons: [
      ...audio.map(({ label, reason }) => `sound “${label.name}”: ${reason}`),
      ...whatIsLeftOut(probe, usable, maxTracks),
    ],
  };
}
