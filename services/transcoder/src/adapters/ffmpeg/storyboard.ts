import path from 'node:path';
import { StalledFault } from '../../domain/faults.js';
import type { Storyboard } from '../../domain/pictures/storyboard.js';
import { deinterlaceOne } from './deinterlace-filters.js';
import { inputArguments } from './input.js';
import { jpegFilters, type PictureOptions, runBriefly } from './picture.js';
import { startWatchdog } from './watchdog.js';

/** Up to this length every frame is decoded: a short video may have a single key frame. */
const EVERY_FRAME_UP_TO_SECONDS = 10;
const JPEG_QUALITY = '5';

export interface StoryboardOptions extends Omit<PictureOptions, 'display'> {
  storyboard: Storyboard;
  durationSeconds: number;
  stallTimeoutMs: number;
}

/**
 * Reads the whole source, decodes little of it, and puts what it finds into one picture.
 * @returns the file, and how many tiles of it are filled
 */
export async function drawStoryboard(options: StoryboardOptions): Promise<{ file: string; tiles: number }> {
  const { input, videoStream, deinterlacing, colour, storyboard, durationSeconds, folder, stallTimeoutMs } = options;
  const { intervalSeconds, tile, columns, rows } = storyboard;
  const file = path.join(folder, 'storyboard.jpg');
  const given = new AbortController();
  const watchdog = startWatchdog(stallTimeoutMs, () => given.abort(new StalledFault(stallTimeoutMs, null)));
  const graph =
    `[0:${videoStream}]fps=1/${intervalSeconds}:start_time=0:eof_action=pass,` +
    `${[...deinterlaceOne(deinterlacing), ...jpegFilters(colour, tile)].join(',')},signalstats,metadata=mode=print:direct=1:file=pipe\\\\:1,tile=${columns}x${rows}[sprite]`;
  let output = '';
  try {
    const { exitCode, tail } = await runBriefly(
      { ...options, signal: AbortSignal.any([options.signal, given.signal]) },
      [
        ...(durationSeconds > EVERY_FRAME_UP_TO_SECONDS ? ['-skip_frame', 'nokey'] : []),
        ...['-threads', '1', '-filter_complex_threads', '1', ...inputArguments(input)],
        ...['-filter_complex', graph, '-map', '[sprite]', '-frames:v', '1', '-map_metadata', '-1'],
        ...['-c:v', 'mjpeg', '-q:v', JPEG_QUALITY, '-f', 'image2', '-update', '1', file],
      ],
      (text) => {
        watchdog.touch();
        output += text;
      },
    );
    if (exitCode !== 0) throw new Error(`the storyboard could not be drawn: ${tail}`);
    const found = output.split('signalstats.YMIN=').length - 1;
    return { file, tiles: Math.min(found, columns * rows) };
  } finally {
    watchdog.stop();
  }
}
