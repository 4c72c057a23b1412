import { INIT_FILE } from '../../domain/hls/media-playlist.js';
import { soundFollows } from '../../domain/plan/copy.js';
import type { TranscodePlan, VideoRung } from '../../domain/plan/transcode-plan.js';
import type { Resume } from '../../domain/resume/resume.js';
import { audioArguments, audioFilter } from './audio-arguments.js';
import { colourFilters } from './colour-filters.js';
import { deinterlaceFilters } from './deinterlace-filters.js';
import type { InputOptions } from './input.js';
import { inputsArguments, keyFrameTimes, pictureBegin, startInput } from './resume-arguments.js';

/** What ffmpeg lists finished segments in; not what viewers get. */
export const SEGMENT_LIST_FILE = 'list.m3u8';
/** Of sound that is still to be cut with its picture. */
const PIECE_EXTENSION = 'piece';
const FIRST_SEGMENT = 1;
/** Where key frames are asked for at the cuts alone. */
const AT_EVERY_KEY_FRAME_SECONDS = 0.001;
/** How often ffmpeg reports progress, in seconds. */
const REPORT_SECONDS = '0.5';

/** Frames until the encoder sets a key frame of its own. */
const NEVER_BY_ITSELF = '100000';

/**
 * One decode feeds all encodes: what is the same for every rung is done once, and each rung is scaled from the one above it,
 * which has fewer pixels to read than the source.
 */
function pictureGraph(plan: TranscodePlan, resume: Resume | null): string[] {
  const { videoStream, frameRate, followsSource, rungs } = plan;
  const [largest] = rungs;
  if (!largest) return [];
  const evenRate = followsSource ? [] : [`fps=${frameRate.num}/${frameRate.den}:start_time=0`];
  const { times, rate } = resume?.picture ? pictureBegin(plan, resume, resume.picture) : { times: [], rate: evenRate };
  const deinterlaced = deinterlaceFilters(plan.deinterlacing, plan.stored);
  const common = [...times, ...deinterlaced, ...rate, ...colourFilters(plan.colour, largest)].join(',');
  const scaled = rungs.map(({ name, width, height }, at) => {
    const from = at === 0 ? `[0:${videoStream}]${common},` : `[above${at}]`;
    const to = at === rungs.length - 1 ? `[${name}]` : `,split=2[${name}][above${at + 1}]`;
    return `${from}scale=${width}:${height}:flags=bicubic,setsar=1${to}`;
  });
  return [scaled.join(';')];
}

/** Encoders fill the cores when there are as many of them: cutting each small filter into slices only takes time then. */
const filterThreads = ({ plan, threads, cores }: EncodeArguments): number =>
  threads === 0 && plan.rungs.length >= cores ? 1 : threads;

/** Each on its own: what changes in the midst of one stream begins none of the others anew. */
function filterArguments(options: EncodeArguments): string[] {
  const { plan, resume } = options;
  const sounds = plan.audio.filter(({ isCopied }) => !isCopied).map((track) => audioFilter(track, resume));
  const graphs = [...pictureGraph(plan, resume), ...sounds].flatMap((graph) => ['-filter_complex', graph]);
  return graphs.length > 0 ? ['-filter_complex_threads', String(filterThreads(options)), ...graphs] : [];
}

/**
 * A picture that changes its size is scaled by the filters that are there; those that are made anew would begin at zero again, and
 * show the time before once more. The filters that turn a picture can only be made anew.
 */
const steadyArguments = ({ isTurned, rungs }: TranscodePlan): string[] =>
  isTurned || rungs.length === 0 ? [] : ['-reinit_filter:v', '0'];

/** Frames at the same times in all rungs become key frames, and no others, so that all are cut at the same times. */
function keyFrameArguments(plan: TranscodePlan, resume: Resume | null): string[] {
  const { frameRate, followsSource, keyFrameSeconds, lastKeyFrameSeconds } = plan;
  const framesBetween = Math.ceil((frameRate.num / frameRate.den) * keyFrameSeconds * 2);
  const atMost = ['-g', followsSource ? NEVER_BY_ITSELF : String(framesBetween), '-sc_threshold', '0'];
  if (resume?.picture) return ['-force_key_frames', keyFrameTimes(plan, resume.picture), ...atMost];
  if (followsSource) return ['-force_key_frames', 'source', ...atMost];
  const due = `gte(t,n_forced*${keyFrameSeconds})`;
  const wanted = lastKeyFrameSeconds === null ? due : `${due}*lte(t,max(0,${lastKeyFrameSeconds.toFixed(3)}))`;
  return ['-force_key_frames', `expr:${wanted}`, ...atMost];
}

const videoArguments = (rung: VideoRung, { plan, threads, resume }: EncodeArguments): string[] => [
  ...['-map', `[${rung.name}]`, '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', rung.profile],
  ...['-crf', String(rung.quality), '-maxrate', String(rung.maxBitrateBps), '-bufsize', String(rung.bufferBits)],
  ...keyFrameArguments(plan, resume),
  ...['-threads', String(threads), '-fps_mode', 'passthrough'],
];

const copied = (stream: number, resume: Resume | null): string[] => [
  ...['-map', `${startInput(resume)}:${stream}`, '-c', 'copy'],
];

/**
 * Segments appear under their final name when they are whole (`temp_file`). Time stamps start at zero in every rendition:
 * left alone, ffmpeg shifts the picture by the frames that B-frames hold back, and the sound would run ahead of it.
 */
const outputArguments = ({ folder, segmentSeconds, stored = 0, extension = 'm4s' }: Output): string[] => [
  ...['-map_metadata', '-1', '-map_chapters', '-1', '-avoid_negative_ts', 'disabled', '-f', 'hls'],
  ...['-hls_time', String(segmentSeconds), '-hls_playlist_type', 'event', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', 'independent_segments+temp_file', '-start_number', String(Math.max(FIRST_SEGMENT, stored))],
  '-hls_segment_options',
  `movflags=+negative_cts_offsets${stored > 0 ? '+frag_discont' : ''}:avoid_negative_ts=disabled`,
  ...['-hls_fmp4_init_filename', INIT_FILE, '-hls_segment_filename', `${folder}/%05d.${extension}`],
  `${folder}/${SEGMENT_LIST_FILE}`,
];

interface Output {
  folder: string;
  segmentSeconds: number;
  /** Segments that an earlier run stored: the first one of this run comes in the place of the last of them, and is not used. */
  stored?: number | undefined;
  /** Of what is not a segment yet. */
  extension?: string;
}

export interface EncodeArguments {
  plan: TranscodePlan;
  input: InputOptions;
  /** Of each decoder, encoder and filter; 0 lets ffmpeg use all cores. */
  threads: number;
  /** Of this machine. */
  cores: number;
  /** Null when the plan is run from the start. */
  resume: Resume | null;
}

function copyArguments({ plan, resume }: EncodeArguments): string[] {
  const { copy, videoStream, segmentSeconds } = plan;
  if (!copy || videoStream === null) return [];
  return [...copied(videoStream, resume), ...outputArguments({ folder: copy.name, segmentSeconds })];
}

function pictureArguments(options: EncodeArguments): string[] {
  const { plan, resume } = options;
  const picture = resume?.picture;
  const segmentSeconds = picture?.cutsSeconds ? AT_EVERY_KEY_FRAME_SECONDS : plan.segmentSeconds;
  return plan.rungs.flatMap((rung) => [
    ...videoArguments(rung, options),
    ...outputArguments({ folder: rung.name, segmentSeconds, stored: picture?.segments }),
  ]);
}

function soundArguments(options: EncodeArguments): string[] {
  const { plan, resume } = options;
  return plan.audio.flatMap((track) => {
    const stored = resume?.audio.get(track.name)?.segments;
    const extension = soundFollows(plan) === null ? 'm4s' : PIECE_EXTENSION;
    const output = { folder: track.name, segmentSeconds: plan.segmentSeconds, stored, extension };
    return [...audioArguments(track, plan, resume), ...outputArguments(output)];
  });
}

/** The whole command line of the one process that encodes a plan. Folders are relative to where it is started. */
export function encodeArguments(options: EncodeArguments): string[] {
  const { plan, input, threads, resume } = options;
  return [
    ...['-hide_banner', '-nostdin', '-y', '-loglevel', 'level+warning', '-progress', 'pipe:1'],
    ...['-stats_period', REPORT_SECONDS, ...steadyArguments(plan)],
    ...inputsArguments(input, threads, plan, resume),
    ...filterArguments(options),
    ...copyArguments(options),
    ...pictureArguments(options),
    ...soundArguments(options),
  ];
}
