import type { AudioStream } from '../media-probe.js';

/**
 * How the channels of a track become those of a rendition: the first one on both sides, the first two as they are, or all of
 * them by their places in the room.
 */
export type ChannelMix = 'first-on-both' | 'first-two' | 'by-place';

/** More than these have no places that ffmpeg could mix by. */
const MAX_PLACED_CHANNELS = 8;
const SURROUND_LAYOUT = /^[567]\.1/;

const isAmbisonic = ({ channelLayout }: AudioStream): boolean => channelLayout?.startsWith('ambisonic') ?? false;

/** Of ambisonic sound the first channel holds what comes from everywhere. */
export function mixToStereo(track: AudioStream): ChannelMix {
  if (track.channels === 1 || isAmbisonic(track)) return 'first-on-both';
  return track.channels === 2 || track.channels > MAX_PLACED_CHANNELS ? 'first-two' : 'by-place';
}

/** True for 5.1 and above. Six and eight channels without places are taken for it, as ffmpeg takes them. */
export function isSurround(track: AudioStream): boolean {
  const { channels, channelLayout } = track;
  if (channelLayout !== null && channelLayout !== 'unknown') {
    return SURROUND_LAYOUT.test(channelLayout) && channels <= MAX_PLACED_CHANNELS;
  }
  return channels === 6 || channels === 8;
}
