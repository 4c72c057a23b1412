import { toNumber } from '../../domain/media-probe.js';
import type { AudioRendition, TranscodePlan } from '../../domain/plan/transcode-plan.js';
import {
  type AudioResume,
  type PictureResume,
  type Resume,
  SAMPLES_PER_AAC_FRAME,
} from '../../domain/resume/resume.js';
import { type InputOptions, inputArguments } from './input.js';

/** The inputs of ffmpeg: one from which reading goes on, and one from the start for all that is not sought. */
const SOUGHT = 0;
const FROM_START = 1;

/** Number of the input that has a stream from its start. */
export const startInput = (resume: Resume | null): number => (resume?.seekSeconds ? FROM_START : SOUGHT);

const needsStart = ({ copy, audio }: TranscodePlan, resume: Resume): boolean =>
  copy !== null || audio.some(({ name }) => !resume.audio.get(name)?.isSought);

/** Every input. Frames before the sought time come as well: some are needed where the source has gaps. */
export function inputsArguments(input: InputOptions, threads: number, plan: TranscodePlan, resume: Resume | null) {
  const fromStart = ['-threads', String(threads), ...inputArguments(input)];
  if (!resume?.seekSeconds) return fromStart;
  const sought = ['-noaccurate_seek', '-ss', String(resume.seekSeconds), ...fromStart];
  return needsStart(plan, resume) ? [...sought, ...fromStart] : sought;
}

/** ffmpeg counts time from where it was sent; this counts from the start of the source again. */
const fromSourceStart = (seekSeconds: number): string => `PTS+${seekSeconds}/TB`;

/** How a picture begins that goes on: its times, before all other filters, and its rate. */
export function pictureBegin(plan: TranscodePlan, { seekSeconds }: Resume, picture: PictureResume) {
  const { num, den } = plan.frameRate;
  const startSeconds = picture.firstFrame / toNumber(plan.frameRate);
  const shift = `${fromSourceStart(seekSeconds)}-round(${picture.sourceStartSeconds.toFixed(6)}/TB)`;
  return { times: [`setpts=${shift}`], rate: [`fps=${num}/${den}:start_time=${startSeconds.toFixed(6)}`] };
}

/** Against the rounding of times: nearer to its frame than to the one before. */
const earlier = (seconds: number, framesPerSecond: number): string => (seconds - 0.25 / framesPerSecond).toFixed(3);

/** The times of key frames of a picture that goes on, counted by ffmpeg from its first frame where it is an expression. */
export function keyFrameTimes(plan: TranscodePlan, picture: PictureResume): string {
  const framesPerSecond = toNumber(plan.frameRate);
  if (picture.cutsSeconds) return picture.cutsSeconds.map((seconds) => earlier(seconds, framesPerSecond)).join(',');
  const time = `(t+${(picture.firstFrame / framesPerSecond).toFixed(6)})`;
  const setBefore = ((picture.segments - 1) * plan.segmentSeconds) / plan.keyFrameSeconds;
  const due = `gte(${time},(n_forced+${setBefore})*${plan.keyFrameSeconds})`;
  const last = plan.lastKeyFrameSeconds;
  return `expr:${last === null ? due : `${due}*lte(${time},max(0,${last.toFixed(3)}))`}`;
}

const firstSample = ({ firstFrame }: AudioResume): number => firstFrame * SAMPLES_PER_AAC_FRAME;

/** What comes before the filters of sound, where these begin to count samples, and what comes after them. */
export function audioBegin({ name, sampleRateHz }: AudioRendition, resume: Resume | null) {
  const audio = resume?.audio.get(name);
  if (!resume || !audio) return { input: startInput(resume), before: [], firstPts: 0, after: [] };
  const seekSeconds = audio.isSought ? resume.seekSeconds : 0;
  return {
    input: audio.isSought ? SOUGHT : startInput(resume),
    before: [`asetpts=${fromSourceStart(seekSeconds)}`, `atrim=start=${audio.fromSeconds}`],
    firstPts: audio.fromSeconds * sampleRateHz,
    after: [`atrim=start_pts=${firstSample(audio)}`],
  };
}

/**
 * Puts the first packet where the muxer has to begin to come to the cuts of a run from the start, and counts the samples that
 * an AAC encoder holds back, as the muxer does in such a run.
 */
export function audioPacketTimes({ sampleRateHz }: AudioRendition, { segments }: AudioResume, segmentSeconds: number) {
  const begin = (segments - 1) * segmentSeconds * sampleRateHz;
  return `setts=ts='if(eq(N\\,0)\\,${begin}\\,TS+${SAMPLES_PER_AAC_FRAME})'`;
}
