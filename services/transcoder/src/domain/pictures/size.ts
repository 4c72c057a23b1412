import type { Size } from '../plan/display-size.js';

export const POSTER_LONG_SIDE_PIXELS = 1_280;
export const THUMBNAIL_WIDTH_PIXELS = 480;

/** In the shape of `size`, never larger than it. */
function shrink({ width, height }: Size, factor: number): Size {
  const by = Math.min(1, factor);
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
}

/** Both sizes of a picture, from the size at which the video is shown. */
export const pictureSizes = (display: Size): { poster: Size; thumbnail: Size } => ({
  poster: shrink(display, POSTER_LONG_SIDE_PIXELS / Math.max(display.width, display.height)),
  thumbnail: shrink(display, THUMBNAIL_WIDTH_PIXELS / display.width),
});
