import type { Container } from '@kinora/sniff';
import { durationSeconds, type Segment } from '../hls/rendition.js';
import { toNumber } from '../media-probe.js';
import { soundFollows } from '../plan/copy.js';
import { haveSameCuts } from '../plan/steps.js';
import type { AudioRendition, TranscodePlan } from '../plan/transcode-plan.js';

/** In these a demuxer finds a key frame by its time, and the times after it are those of a run from the start. */
const SEEKABLE = new Set<Container>(['mp4', 'mov', 'matroska', 'webm']);
/** Decoders begin at a key frame before it, and sound is stored apart from the picture of its time. */
const SEEK_MARGIN_SECONDS = 5;
export const SAMPLES_PER_AAC_FRAME = 1_024;
/** After so many frames an encoder of sound decides as if it had encoded all that came before. */
const WARM_UP_AAC_FRAMES = 40;
/** As many frames as an encoder of pictures reorders, and some more. */
const WARM_UP_FRAMES = 8;

/** How the encoded pictures of a step go on. */
export interface PictureResume {
  /** Of each rendition, stored by an earlier run. At least one. */
  segments: number;
  /** Number of the frame, at the plan's rate, with which encoding begins; all before the next segment is thrown away. */
  firstFrame: number;
  /** Where the segments to come begin; null when the plan says it. */
  cutsSeconds: number[] | null;
  /** When the picture begins in the source. */
  sourceStartSeconds: number;
}

/** How one encoded rendition of sound goes on. */
export interface AudioResume {
  segments: number;
  /** Number of the AAC frame with which encoding begins. */
  firstFrame: number;
  /** The decoded sound is taken from here on: a whole second, so that resampling keeps its phase. */
  fromSeconds: number;
  /** False when it is decoded from the start of the source. */
  isSought: boolean;
}

/** How a step goes on that was broken off. What is only copied is made anew as a whole. */
export interface Resume {
  /** A whole second; 0 when the source is read from its start. */
  seekSeconds: number;
  /** Null when the step encodes no picture. */
  picture: PictureResume | null;
  /** By the names of the renditions; those that are copied are not in it. */
  audio: ReadonlyMap<string, AudioResume>;
}

/** Segments by the names of their renditions. */
export type Kept = ReadonlyMap<string, readonly Segment[]>;

export interface ResumeOptions {
  plan: TranscodePlan;
  kept: Kept;
  container: Container;
  /** Where the picture begins in the source. */
  sourceStartSeconds: number;
  /** Of the picture that a step follows: the durations of its segments. */
  followed: number[] | null;
}

const secondsOf = (segments: readonly Segment[]): number => durationSeconds({ segments: [...segments] });

/** The segments that every picture has. @returns 0 when they do not fit together */
function sharedSegments(pictures: (readonly Segment[])[]): number {
  const count = Math.min(...pictures.map(({ length }) => length));
  const [one = [], ...others] = pictures.map((segments) => segments.slice(0, count));
  return others.every((other) => haveSameCuts(one, other)) ? count : 0;
}

function cutsOf(followed: number[], segments: number): number[] {
  let end = 0;
  return followed
    .slice(0, -1)
    .map((seconds) => {
      end += seconds;
      return end;
    })
    .slice(segments - 1);
}

/**
 * The frame at which ffmpeg's muxer, which cuts at the first key frame after each whole number of segment lengths from its
 * first frame on, comes to the cuts of a run from the start.
 */
const alignedFrame = ({ frameRate, segmentSeconds }: TranscodePlan, segments: number): number =>
  Math.floor((segments - 1) * segmentSeconds * toNumber(frameRate) + 1e-6);

function resumePicture({ plan, kept, followed, sourceStartSeconds }: ResumeOptions): PictureResume | null {
  const pictures = plan.rungs.map(({ name }) => kept.get(name) ?? []);
  const segments = sharedSegments(pictures);
  if (segments === 0) return null;
  if (!plan.followsSource)
    return { segments, firstFrame: alignedFrame(plan, segments), cutsSeconds: null, sourceStartSeconds: 0 };
  if (!followed) return null;
  const endFrame = Math.round(secondsOf(pictures[0]?.slice(0, segments) ?? []) * toNumber(plan.frameRate));
  const firstFrame = Math.max(0, endFrame - WARM_UP_FRAMES);
  return { segments, firstFrame, cutsSeconds: cutsOf(followed, segments), sourceStartSeconds };
}

function resumeAudio(
  { sampleRateHz, silenceUntilSeconds }: AudioRendition,
  segments: readonly Segment[],
): AudioResume | null {
  if (segments.length === 0) return null;
  const framesPerSecond = sampleRateHz / SAMPLES_PER_AAC_FRAME;
  const firstFrame = Math.max(0, Math.round(secondsOf(segments) * framesPerSecond) - WARM_UP_AAC_FRAMES);
  const soughtSeconds = Math.max(0, Math.floor(firstFrame / framesPerSecond) - 1);
  // How much silence comes after sound is counted from where it began.
  const fromSeconds = silenceUntilSeconds === null ? soughtSeconds : 0;
  return { segments: segments.length, firstFrame, fromSeconds, isSought: false };
}

function seekSecondsOf(options: ResumeOptions, picture: PictureResume | null, audio: AudioResume[]): number {
  if (!SEEKABLE.has(options.container)) return 0;
  const starts = picture
    ? [picture.firstFrame / toNumber(options.plan.frameRate) + picture.sourceStartSeconds]
    : audio.map(({ fromSeconds }) => fromSeconds);
  return starts.length === 0 ? 0 : Math.max(0, Math.floor(Math.min(...starts)) - SEEK_MARGIN_SECONDS);
}

/**
 * Decides how a step goes on after the segments that are stored, so that the whole has the same cuts and times as if it had
 * never been broken off.
 * @returns null when all that it encodes has to be encoded from the start
 */
export function planResume(options: ResumeOptions): Resume | null {
  const { plan, kept } = options;
  const picture = plan.rungs.length > 0 ? resumePicture(options) : null;
  if (plan.rungs.length > 0 && !picture) return null;
  // Sound that is cut with a copy is made anew beside it, which takes as long.
  const encoded = soundFollows(plan) === null ? plan.audio.filter(({ isCopied }) => !isCopied) : [];
  const audio = new Map<string, AudioResume>();
  for (const track of encoded) {
    const found = resumeAudio(track, kept.get(track.name) ?? []);
    if (!found) return null;
    audio.set(track.name, found);
  }
  const seekSeconds = seekSecondsOf(options, picture, [...audio.values()]);
  for (const found of audio.values()) found.isSought = found.fromSeconds > seekSeconds;
  return { seekSeconds, picture, audio };
}
