import { INIT_FILE } from '../../domain/hls/media-playlist.js';
import type { TranscodePlan, VideoRung } from '../../domain/plan/transcode-plan.js';
import { audioArguments, audioFilter } from './audio-arguments.js';
import { colourFilters } from './colour-filters.js';
import { deinterlaceFilters } from './deinterlace-filters.js';
import { type InputOptions, inputArguments } from './input.js';

/** What ffmpeg lists finished segments in; not what viewers get. */
export const SEGMENT_LIST_FILE = 'list.m3u8';
const FIRST_SEGMENT = 1;
/** How often ffmpeg reports progress, in seconds. */
const REPORT_SECONDS = '0.5';

/** Frames until the encoder sets a key frame of its own. */
const NEVER_BY_ITSELF = '100000';

/** One decode feeds all encodes: the frames are split after all that is the same for every rung. */
function filterGraph(plan: TranscodePlan): string {
  const { videoStream, frameRate, followsSource, rungs, audio } = plan;
  const [largest] = rungs;
  const evenRate = followsSource ? [] : [`fps=${frameRate.num}/${frameRate.den}:start_time=0`];
  const common = largest
    ? [...deinterlaceFilters(plan.deinterlacing), ...evenRate, ...colourFilters(plan.colour, largest)].join(',')
    : '';
  const branches = rungs.map((_, i) => `[s${i}]`).join('');
  const scaled = rungs.map(
    ({ name, width, height }, i) => `[s${i}]scale=${width}:${height}:flags=bicubic,setsar=1[${name}]`,
  );
  const sound = audio.filter(({ isCopied }) => !isCopied).map(audioFilter);
  const picture = largest ? [`[0:${videoStream}]${common},split=${rungs.length}${branches}`] : [];
  return [...picture, ...scaled, ...sound].join(';');
}

/** Frames at the same times in all rungs become key frames, and no others, so that all are cut at the same times. */
function keyFrameArguments({
  frameRate,
  followsSource,
  keyFrameSeconds,
  lastKeyFrameSeconds,
}: TranscodePlan): string[] {
  if (followsSource) return ['-force_key_frames', 'source', '-g', NEVER_BY_ITSELF, '-sc_threshold', '0'];
  const due = `gte(t,n_forced*${keyFrameSeconds})`;
  const wanted = lastKeyFrameSeconds === null ? due : `${due}*lte(t,max(0,${lastKeyFrameSeconds.toFixed(3)}))`;
  const framesBetween = Math.ceil((frameRate.num / frameRate.den) * keyFrameSeconds * 2);
  return ['-force_key_frames', `expr:${wanted}`, '-g', String(framesBetween), '-sc_threshold', '0'];
}

const videoArguments = (rung: VideoRung, plan: TranscodePlan, threads: number): string[] => [
  ...['-map', `[${rung.name}]`, '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', rung.profile],
  ...['-crf', String(rung.quality), '-maxrate', String(rung.maxBitrateBps), '-bufsize', String(rung.bufferBits)],
  ...keyFrameArguments(plan),
  ...['-threads', String(threads), '-fps_mode', 'passthrough'],
];

const copied = (stream: number): string[] => ['-map', `0:${stream}`, '-c', 'copy'];

/**
 * Segments appear under their final name when they are whole (`temp_file`). Time stamps start at zero in every rendition:
 * left alone, ffmpeg shifts the picture by the frames that B-frames hold back, and the sound would run ahead of it.
 */
const outputArguments = (folder: string, segmentSeconds: number): string[] => [
  ...['-map_metadata', '-1', '-map_chapters', '-1', '-avoid_negative_ts', 'disabled', '-f', 'hls'],
  ...['-hls_time', String(segmentSeconds), '-hls_playlist_type', 'event', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', 'independent_segments+temp_file', '-start_number', String(FIRST_SEGMENT)],
  ...['-hls_segment_options', 'movflags=+negative_cts_offsets:avoid_negative_ts=disabled'],
  ...['-hls_fmp4_init_filename', INIT_FILE, '-hls_segment_filename', `${folder}/%05d.m4s`],
  `${folder}/${SEGMENT_LIST_FILE}`,
];

export interface EncodeArguments {
  plan: TranscodePlan;
  input: InputOptions;
  /** Of each decoder, encoder and filter; 0 lets ffmpeg use all cores. */
  threads: number;
}

/** The whole command line of the one process that encodes a plan. Folders are relative to where it is started. */
export function encodeArguments({ plan, input, threads }: EncodeArguments): string[] {
  const global = ['-hide_banner', '-nostdin', '-y', '-loglevel', 'warning', '-progress', 'pipe:1'];
  const graph = filterGraph(plan);
  const filters = graph ? ['-filter_complex_threads', String(threads), '-filter_complex', graph] : [];
  const copy = plan.copy ? [...copied(plan.videoStream), ...outputArguments(plan.copy.name, plan.segmentSeconds)] : [];
  const videos = plan.rungs.flatMap((rung) => [
    ...videoArguments(rung, plan, threads),
    ...outputArguments(rung.name, plan.segmentSeconds),
  ]);
  const audio = plan.audio.flatMap((track) => [
    ...audioArguments(track),
    ...outputArguments(track.name, plan.segmentSeconds),
  ]);
  return [
    ...global,
    ...['-stats_period', REPORT_SECONDS, '-threads', String(threads)],
    ...inputArguments(input),
    ...filters,
    ...copy,
    ...videos,
    ...audio,
  ];
}
