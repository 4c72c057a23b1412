import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inTime } from '../../domain/in-time.js';
import type { Measured } from '../../domain/pictures/choose.js';
import type { Aim } from '../../domain/pictures/find-candidates.js';
import { pictureSizes } from '../../domain/pictures/size.js';
import type { ColourPlan } from '../../domain/plan/colour.js';
import type { Deinterlacing } from '../../domain/plan/deinterlace.js';
import type { Size } from '../../domain/plan/display-size.js';
import { colourFilters } from './colour-filters.js';
import { deinterlaceOne } from './deinterlace-filters.js';
import { type InputOptions, inputArguments } from './input.js';
import type { Bounds } from './launcher.js';
import { type ProgramOptions, startProgram } from './program.js';

/** How much of the machine a short ffmpeg takes. */
export interface Effort {
  niceness: number;
  /** 0 lets ffmpeg use all cores. */
  threads: number;
}

/** The encode has the right of way: pictures take the time that it leaves. */
export const BESIDE_ENCODES: Effort = { niceness: 19, threads: 1 };
/** Somebody waits for it. */
export const WAITED_FOR: Effort = { niceness: 0, threads: 0 };

const JPEG_QUALITY = '4';

/** A frame in two sizes, as files. */
export interface Picture extends Measured {
  posterFile: string;
  thumbnailFile: string;
}

export interface PictureOptions {
  input: InputOptions;
  videoStream: number;
  /** As the video is shown: ffmpeg turns it upright, the scaler makes its pixels square. */
  display: Size;
  deinterlacing: Deinterlacing | null;
  colour: ColourPlan;
  effort: Effort;
  ffmpegPath: string;
  /** The files are made here. */
  folder: string;
  bounds: Bounds;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Runs a short ffmpeg. @throws StalledFault when it takes longer than it may */
export async function runBriefly(
  {
    effort,
    ffmpegPath,
    folder,
    bounds,
    timeoutMs,
    signal,
  }: Pick<PictureOptions, 'effort' | 'ffmpegPath' | 'folder' | 'bounds' | 'timeoutMs' | 'signal'>,
  args: string[],
  onOutput: ProgramOptions['onOutput'] = () => {},
) {
  const quietly = ['-hide_banner', '-nostdin', '-y', '-loglevel', 'error'];
  return inTime(
    timeoutMs,
    signal,
    (bounded) =>
      startProgram({
        command: 'nice',
        args: ['-n', String(effort.niceness), ffmpegPath, ...quietly, ...args],
        ...{ cwd: folder, bounds, onOutput, signal: bounded },
      }).ended,
  );
}

/** JPEG is BT.601 of full range (JFIF), whatever the video is. */
export const jpegFilters = (colour: ColourPlan, size: Size): string[] => [
  ...colourFilters(colour, size),
  `scale=${size.width}:${size.height}:flags=bicubic:out_color_matrix=bt601:out_range=pc`,
  ...['setsar=1', 'format=yuvj420p'],
];

const seekArguments = (atSeconds: number, aim: Aim): string[] => [
  ...(aim === 'key-frame' ? ['-noaccurate_seek', '-skip_frame', 'nokey'] : []),
  ...(atSeconds > 0 ? ['-ss', atSeconds.toFixed(3)] : []),
];

/** Writes one JPEG. */
export const jpegArguments = (label: string, file: string): string[] => [
  ...['-map', `[${label}]`, '-frames:v', '1', '-map_metadata', '-1', '-c:v', 'mjpeg', '-q:v', JPEG_QUALITY],
  ...['-f', 'image2', '-update', '1', file],
];

/** @returns null when the statistics are not complete, which means that there was no frame */
function readStatistics(text: string): Omit<Measured, 'bitsPerPixel'> | null {
  const numberOf = (name: string) => Number(new RegExp(`signalstats\\.${name}=(\\S+)`).exec(text)?.[1] ?? Number.NaN);
  const read = { meanLuma: numberOf('YAVG'), lowLuma: numberOf('YLOW'), highLuma: numberOf('YHIGH') };
  return Object.values(read).every(Number.isFinite) ? read : null;
}

/**
 * Takes and measures one frame.
 * @param name of the files, without extension
 * @returns null when there is none at this time
 */
export async function takePicture(
  options: PictureOptions,
  name: string,
  atSeconds: number,
  aim: Aim,
): Promise<Picture | null> {
  const { input, videoStream, display, deinterlacing, colour, folder } = options;
  const { poster, thumbnail } = pictureSizes(display);
  const files = { posterFile: path.join(folder, `${name}.jpg`), thumbnailFile: path.join(folder, `${name}-small.jpg`) };
  const frame = ['trim=end_frame=1', 'setpts=0', ...deinterlaceOne(deinterlacing), ...jpegFilters(colour, poster)];
  const graph = [
    `[0:${videoStream}]${frame.join(',')},split[large][s]`,
    `[s]scale=${thumbnail.width}:${thumbnail.height}:flags=bicubic,signalstats,metadata=mode=print:file=pipe\\\\:1[small]`,
  ].join(';');
  let output = '';
  await runBriefly(
    options,
    [
      ...['-threads', String(options.effort.threads), '-filter_complex_threads', '1', ...seekArguments(atSeconds, aim)],
      ...[...inputArguments(input), '-filter_complex', graph],
      ...[...jpegArguments('large', files.posterFile), ...jpegArguments('small', files.thumbnailFile)],
    ],
    (text) => {
      output += text;
    },
  );
  const statistics = readStatistics(output);
  const jpeg = await readFile(files.thumbnailFile).catch(() => null);
  if (!statistics || !jpeg?.length) return null;
  return { ...files, ...statistics, bitsPerPixel: (jpeg.length * 8) / (thumbnail.width * thumbnail.height) };
}
