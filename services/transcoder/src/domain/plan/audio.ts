import type { MediaProbe } from '../media-probe.js';
import { isCopyableAudio } from './copy.js';
import type { AudioRendition } from './transcode-plan.js';

const MAX_BITRATE_BPS = 128_000;
/** Below this AAC-LC stereo is no pleasure, whatever the source was. */
const MIN_BITRATE_BPS = 64_000;

/** Rates of the 44.1 kHz family stay in it: no resampling by an odd ratio. */
const sampleRateHz = (source: number): 44_100 | 48_000 => (source % 11_025 === 0 ? 44_100 : 48_000);

const SPEAKERS: Record<number, string> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' };

/** The track that the file marks as default, else its first, as AAC-LC stereo, which every device plays; null for a silent film. */
export function planAudio(probe: MediaProbe): AudioRendition | null {
  const usable = probe.audio.filter((track) => track.channels > 0 && track.sampleRateHz > 0);
  const track = usable.find(({ isDefault }) => isDefault) ?? usable[0];
  if (!track) return null;
  const bitrateBps = Math.min(MAX_BITRATE_BPS, Math.max(MIN_BITRATE_BPS, track.bitrateBps ?? MAX_BITRATE_BPS));
  const isCopied = isCopyableAudio(probe, track);
  return {
    name: 'audio',
    isCopied,
    sourceStream: track.index,
    channels: 2,
    sampleRateHz: sampleRateHz(track.sampleRateHz),
    bitrateBps,
    reason: isCopied
      ? 'AAC stereo, copied'
      : `AAC stereo, ${bitrateBps / 1_000} kbit/s, from ${track.codec} ${SPEAKERS[track.channels] ?? `with ${track.channels} channels`}`,
  };
}
