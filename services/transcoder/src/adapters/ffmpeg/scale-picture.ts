import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { POSTER_LONG_SIDE_PIXELS, THUMBNAIL_WIDTH_PIXELS } from '../../domain/pictures/size.js';
import { jpegArguments, type PictureOptions, runBriefly } from './picture.js';

/** Demuxers by what the first bytes say; none of them opens another file. */
const DEMUXERS = { jpeg: 'jpeg_pipe', png: 'png_pipe', webp: 'webp_pipe' } as const;

export interface ScaleOptions
  extends Pick<PictureOptions, 'effort' | 'ffmpegPath' | 'folder' | 'bounds' | 'timeoutMs' | 'signal'> {
  maxPixelsPerFrame: number;
}

/** What is transparent becomes black, as around a picture in the player. JPEG is BT.601 of full range (JFIF). */
const GRAPH = [
  `[0:v]scale='min(${POSTER_LONG_SIDE_PIXELS},iw)':'min(${POSTER_LONG_SIDE_PIXELS},ih)':force_original_aspect_ratio=decrease:flags=bicubic,` +
    'format=rgba,premultiply=inplace=1,scale=out_color_matrix=bt601:out_range=pc,setsar=1,format=yuvj420p,split[large][s]',
  `[s]scale='min(${THUMBNAIL_WIDTH_PIXELS},iw)':-1:flags=bicubic[small]`,
].join(';');

/**
 * Turns a picture from outside upright and makes it small. Nothing of it but its pixels is kept: a photo may tell where it was taken.
 * @returns the files; null when it cannot be decoded without an error
 */
export async function scalePicture(
  bytes: Buffer,
  format: keyof typeof DEMUXERS,
  options: ScaleOptions,
): Promise<{ posterFile: string; thumbnailFile: string } | null> {
  const { folder, maxPixelsPerFrame, effort } = options;
  const fileOf = (name: string) => path.join(folder, name);
  const [input, posterFile, thumbnailFile] = [fileOf('given'), fileOf('poster.jpg'), fileOf('poster-small.jpg')];
  await writeFile(input, bytes);
  const demuxer = DEMUXERS[format];
  const { exitCode } = await runBriefly(options, [
    ...['-xerror', '-err_detect', 'explode', '-threads', String(effort.threads), '-protocol_whitelist', 'file'],
    ...['-format_whitelist', demuxer, '-max_pixels', String(maxPixelsPerFrame), '-f', demuxer, '-i', input],
    ...['-filter_complex', GRAPH, ...jpegArguments('large', posterFile), ...jpegArguments('small', thumbnailFile)],
  ]);
  return exitCode === 0 ? { posterFile, thumbnailFile } : null;
}
