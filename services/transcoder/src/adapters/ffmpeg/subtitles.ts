import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SubtitleRendition } from '../../domain/plan/transcode-plan.js';
import type { ExtractedSubtitles } from '../../domain/subtitles/publish-subtitles.js';
import { inputArguments } from './input.js';
import { type PictureOptions, runBriefly } from './picture.js';

export interface SubtitleOptions
  extends Pick<PictureOptions, 'effort' | 'input' | 'ffmpegPath' | 'folder' | 'bounds' | 'timeoutMs' | 'signal'> {
  /** Of one track; larger ones are left out. */
  maxBytes: number;
}

const fileOf = ({ name }: SubtitleRendition): string => `${name}.vtt`;

/** One read of the source for all tracks. ffmpeg stops a file that grows beyond its size. */
const outputs = (tracks: SubtitleRendition[], maxBytes: number): string[] =>
  tracks.flatMap((track) => [
    ...['-map', `0:${track.sourceStream}`, '-c:s', 'webvtt', '-map_metadata', '-1'],
    ...['-fs', String(maxBytes + 1), '-f', 'webvtt', fileOf(track)],
  ]);

async function run(tracks: SubtitleRendition[], options: SubtitleOptions): Promise<boolean> {
  const args = [...inputArguments(options.input), ...outputs(tracks, options.maxBytes)];
  const { exitCode } = await runBriefly(options, args);
  return exitCode === 0;
}

async function readTrack(
  rendition: SubtitleRendition,
  { folder, maxBytes }: SubtitleOptions,
): Promise<ExtractedSubtitles> {
  const file = path.join(folder, fileOf(rendition));
  const { size } = await stat(file);
  if (size > maxBytes) return { rendition, fault: `they have more than the ${maxBytes} bytes that this site takes` };
  return { rendition, webVtt: await readFile(file, 'utf8') };
}

/**
 * Writes tracks of text as WebVTT and reads them. When one of them ends ffmpeg, each is tried by itself.
 * @throws StalledFault when it takes longer than it may
 */
export async function extractSubtitles(
  tracks: SubtitleRendition[],
  options: SubtitleOptions,
): Promise<ExtractedSubtitles[]> {
  if (await run(tracks, options)) return Promise.all(tracks.map((track) => readTrack(track, options)));
  const extracted: ExtractedSubtitles[] = [];
  for (const track of tracks) {
    const isRead = await run([track], options);
    extracted.push(isRead ? await readTrack(track, options) : { rendition: track, fault: 'they cannot be read' });
  }
  return extracted;
}
