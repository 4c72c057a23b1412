import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pictureSizes } from '../../domain/pictures/size.js';
import { inputArguments } from './input.js';
import { jpegArguments, type Picture, type PictureOptions, runBriefly } from './picture.js';

/** Kinora's colours on a dark page. */
const BACKGROUND = '0x131417';
const WAVE = '0x8d91f0';
/** The filter keeps all samples until the end: an hour takes 29 MB at this rate. */
const SAMPLES_PER_SECOND = 4_000;
/** Of the picture; the rest is margin. */
const WAVE_WIDTH = 0.9;
const WAVE_HEIGHT = 0.5;

/** What silence looks like. */
const SILENCE = `drawbox=x=iw*${(1 - WAVE_WIDTH) / 2}:y=ih/2-1:w=iw*${WAVE_WIDTH}:h=2:color=${WAVE}:t=fill`;

export interface WaveformOptions extends Omit<PictureOptions, 'videoStream' | 'deinterlacing' | 'colour'> {
  audioStream: number;
}

/** Draws how loud the sound is from its beginning to its end. @throws when it cannot be drawn */
export async function drawWaveform(options: WaveformOptions): Promise<Picture> {
  const { input, audioStream, display, folder } = options;
  const { poster, thumbnail } = pictureSizes(display);
  const files = { posterFile: path.join(folder, 'wave.jpg'), thumbnailFile: path.join(folder, 'wave-small.jpg') };
  const wave = `${Math.round(poster.width * WAVE_WIDTH)}x${Math.round(poster.height * WAVE_HEIGHT)}`;
  const graph = [
    `[0:${audioStream}]aresample=${SAMPLES_PER_SECOND},aformat=channel_layouts=mono,showwavespic=s=${wave}:colors=${WAVE}:scale=sqrt[wave]`,
    `color=${BACKGROUND}:s=${poster.width}x${poster.height},${SILENCE}[back]`,
    '[back][wave]overlay=(W-w)/2:(H-h)/2:format=rgb:shortest=1,format=yuvj420p,split[large][s]',
    `[s]scale=${thumbnail.width}:${thumbnail.height}[small]`,
  ].join(';');
  const { exitCode, tail } = await runBriefly(options, [
    ...['-threads', '1', '-filter_complex_threads', '1', ...inputArguments(input), '-filter_complex', graph],
    ...[...jpegArguments('large', files.posterFile), ...jpegArguments('small', files.thumbnailFile)],
  ]);
  if (exitCode !== 0) throw new Error(`the waveform could not be drawn: ${tail}`);
  const { length } = await readFile(files.thumbnailFile);
  const bitsPerPixel = (length * 8) / (thumbnail.width * thumbnail.height);
  return { ...files, meanLuma: 0, lowLuma: 0, highLuma: 0, bitsPerPixel };
}
