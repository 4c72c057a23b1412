import type { ChannelMix } from '../../domain/plan/channel-mix.js';
import type { AudioRendition, TranscodePlan } from '../../domain/plan/transcode-plan.js';
import type { Resume } from '../../domain/resume/resume.js';
import { audioBegin, audioPacketTimes, startInput } from './resume-arguments.js';

/**
 * Time stamps that differ from the samples so far by more than this are believed: sound that starts late, or stops and goes on,
 * is filled with silence, so that it stays in step with the picture.
 */
const MAX_STEP_SECONDS = 0.03;

/**
 * Mixed in floating point ffmpeg gives each channel its full share (ITU-R BS.775), so that voices in the centre keep their
 * loudness; what would clip then is held below by a limiter that does not delay.
 */
const LIMITER = 'alimiter=limit=0.9:level=disabled:latency=1';
const placed = (channels: 2 | 6): string =>
  `aformat=sample_fmts=fltp:channel_layouts=${channels === 2 ? 'stereo' : '5.1'},${LIMITER}`;

const MIXES: Record<ChannelMix, (channels: 2 | 6) => string> = {
  'first-on-both': () => 'pan=stereo|c0=c0|c1=c0',
  'first-two': () => 'pan=stereo|c0=c0|c1=c1',
  'by-place': placed,
};

/** The branch of the filter graph that makes one rendition of sound. */
export function audioFilter(track: AudioRendition, resume: Resume | null): string {
  const { name, sourceStream, channels, sampleRateHz, mix, silenceUntilSeconds } = track;
  const { input, before, firstPts, after } = audioBegin(track, resume);
  const filters = [
    ...before,
    `aresample=${sampleRateHz}:async=1:first_pts=${firstPts}:min_hard_comp=${MAX_STEP_SECONDS}:internal_sample_fmt=fltp`,
    MIXES[mix](channels),
    ...(silenceUntilSeconds === null ? [] : [`apad=whole_dur=${silenceUntilSeconds.toFixed(3)}`]),
    ...after,
  ];
  return `[${input}:${sourceStream}]${filters.join(',')}[${name}]`;
}

const encoded = ({ name, bitrateBps, sampleRateHz, channels }: AudioRendition): string[] => [
  ...['-map', `[${name}]`, '-c:a', 'aac', '-profile:a', 'aac_low'],
  ...['-b:a', String(bitrateBps), '-ar', String(sampleRateHz), '-ac', String(channels)],
];

/** What comes before the output of one rendition of sound. */
export function audioArguments(
  audio: AudioRendition,
  { segmentSeconds }: TranscodePlan,
  resume: Resume | null,
): string[] {
  if (audio.isCopied) return ['-map', `${startInput(resume)}:${audio.sourceStream}`, '-c', 'copy'];
  const goesOn = resume?.audio.get(audio.name);
  const times = goesOn ? ['-bsf:a', audioPacketTimes(audio, goesOn, segmentSeconds)] : [];
  return [...encoded(audio), ...times];
}
